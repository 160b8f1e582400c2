package template

import (
	"maps"
	"os"
	"text/template"

	"github.com/Masterminds/sprig"
)

// Right: the functions are taken out.
func removed(text string) (*template.Template, error) {
	funcs := sprig.TxtFuncMap()
	delete(funcs, "env")
	delete(funcs, "expandenv")
	return template.New("x").Funcs(funcs).Parse(text)
}

// Right: every name that a list says is taken out.
func listed(text string, names []string) (*template.Template, error) {
	funcs := sprig.TxtFuncMap()
	for _, n := range names {
		delete(funcs, n)
	}
	return template.New("x").Funcs(funcs).Parse(text)
}

// Half of it stays.
func half(text string) (*template.Template, error) {
	funcs := sprig.TxtFuncMap()
	delete(funcs, "env")
	return template.New("x").Funcs(funcs).Parse(text) // want `warning: templates can read every environment variable through sprig.TxtFuncMap`
}

// Right: the program's own text.
func constant() (*template.Template, error) {
	return template.New("x").Funcs(sprig.TxtFuncMap()).Parse("{{ upper .Name }}")
}

// Right: one variable, which the program chooses.
func one(text string) (*template.Template, error) {
	return template.New("x").Funcs(template.FuncMap{"home": func() string { return os.Getenv("HOME") }}).Parse(text)
}

func given(text string) (*template.Template, error) {
	return template.New("x").Funcs(sprig.TxtFuncMap()).Parse(text) // want `^warning: templates can read every environment variable through sprig.TxtFuncMap: template authors can read the secrets of this process; delete env and expandenv from the map \(envleak/env-template\)$`
}

func copied() map[string]any {
	funcs := map[string]any{}
	maps.Copy(funcs, sprig.GenericFuncMap()) // want `warning: templates can read every environment variable through sprig.GenericFuncMap`
	return funcs
}

func own(text string) (*template.Template, error) {
	funcs := template.FuncMap{
		"env": os.Getenv,
	}
	return template.New("x").Funcs(funcs).Parse(text) // want `warning: templates can read every environment variable through os.Getenv`
}

func literal(text string) (*template.Template, error) {
	return template.New("x").Funcs(template.FuncMap{"env": func(n string) string { return os.Getenv(n) }}).Parse(text) // want `warning: templates can read every environment variable through os.Getenv`
}
