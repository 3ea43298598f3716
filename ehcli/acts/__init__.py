"""One function an act: what an officer tells eh, asked, decided and recorded."""
