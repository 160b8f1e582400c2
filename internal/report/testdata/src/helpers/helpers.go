package helpers

import "testing"

func helper(t *testing.T) {}

func inTest() {} // want "inTest true"
