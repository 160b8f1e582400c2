package testutil

func inTest() {} // want "inTest true"
