package twofold

var seen = 0 // want "^warning: seen alone"
