"""The press: letters written and recorded, minutes and agendas printed, what is owed, and templates checked."""
