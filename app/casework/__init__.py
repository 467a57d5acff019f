"""What a person does, one function per verb, the same for the window and for the command line."""
