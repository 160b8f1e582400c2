// Command templatetool prints what its user's template says.
package main

import (
	"os"
	"text/template"
)

// Right by default: the user who writes the template may read the environment.
func own(text string) (*template.Template, error) {
	return template.New("x").Funcs(template.FuncMap{"env": os.Getenv}).Parse(text)
}

func main() {
	t, err := own(os.Args[1])
	if err == nil {
		err = t.Execute(os.Stdout, nil)
	}
	if err != nil {
		os.Exit(1)
	}
}
