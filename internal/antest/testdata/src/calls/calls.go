package calls

import "github.com/permvet/permvet/internal/antest/testdata/src/facts"

func call() {
	facts.Wide() // want "call of a wide function"
}
