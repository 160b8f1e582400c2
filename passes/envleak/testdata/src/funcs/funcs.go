// Package funcs does nothing else that matters.
package funcs

import (
	"maps"

	"github.com/Masterminds/sprig"
)

// Right: taken out before.
func clean() map[string]any {
	funcs := map[string]any{}
	extra := sprig.GenericFuncMap()
	delete(extra, "env")
	delete(extra, "expandenv")
	maps.Copy(funcs, extra)
	return funcs
}

func all() map[string]any {
	funcs := map[string]any{}
	maps.Copy(funcs, sprig.GenericFuncMap()) // want `templates can read every environment variable through sprig.GenericFuncMap`
	return funcs
}
