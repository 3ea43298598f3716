"""One way to fold and compare what people type: names, homes, streets, postcodes, telephones."""
