package lib

import "os"

// Funcs are given to templates.
func Funcs() map[string]any { return map[string]any{"env": os.Getenv} }
