package twofold

var fixture = seen // want "^warning: fixture with tests"
