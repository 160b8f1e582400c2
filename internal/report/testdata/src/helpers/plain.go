package helpers

func inTestNot() {} // want "inTestNot false"
