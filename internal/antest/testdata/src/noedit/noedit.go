package noedit

func nothing() {}
