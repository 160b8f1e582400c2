package helpers

func inTestFile() {} // want "inTestFile true"
