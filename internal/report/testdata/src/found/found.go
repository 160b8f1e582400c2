package found

// The toy check speaks about identifiers by their name.

func errorHere() {} // want `^error: errorHere \(toy/error\)$`

func errorTold() {} //permvet:ignore toy it is meant so

//permvet:ignore other,toy/error it is meant so
func errorBelow() {}

//permvet:ignore toy/error one reason
//permvet:ignore toy/warning another reason
var errorStacked, warningStacked = 1, 2

//permvet:ignore toy about the next line only // want "suppresses nothing"
var (
	errorFar = 1 // want "error"
)

func errorKind() {} //permvet:ignore toy/warning the wrong kind // want "error: errorKind" "note: .* toy/warning suppresses nothing here: remove it"

func errorReason() {} //permvet:ignore toy // want "error: errorReason"

func errorCheck() {} //permvet:ignore toys misspelt // want "error: errorCheck"

func errorTwice() {} // want "error: errorTwice .gravest"

func warningHere() {} // want "warning: warningHere"

func noteHere() {} // want "note: noteHere"

func noteTold() {} //permvet:ignore toy it is meant so

func silent() {} //permvet:ignore toy nothing to ignore // want `^note: permvet:ignore toy suppresses nothing here: remove it \(toy/unused-ignore\)$`
