"""Machine translation providers: texts in, texts out. Pure: no Django, no database; settings come as arguments."""
