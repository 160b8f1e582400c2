// Package golangci makes permvet a module plugin of golangci-lint v2. Importing it registers the plugin;
// docs/hosts.md has the recipe.
package golangci

import (
	"fmt"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/settings"
)

func init() { //nolint:gochecknoinits // the way in which golangci-lint finds its plugins
	register.Plugin("permvet", New)
}

// New returns the plugin with the settings below linters.settings.custom.permvet in .golangci.yml, whose keys are those
// of .permvet.yaml. Unknown keys are errors.
func New(conf any) (register.LinterPlugin, error) {
	s, err := register.DecodeSettings[settings.Settings](conf)
	if err != nil {
		return nil, fmt.Errorf("permvet: %w", err)
	}
	// golangci-lint shows a message and nothing else of a diagnostic: neither the level nor the kind, which a user needs
	// for exclusions and permvet:ignore. Of every related place it makes an issue, which takes the line of another.
	s.InMessage, s.FoldRelated = true, true
	suite, err := analyzers.New(s)
	if err != nil {
		return nil, fmt.Errorf("permvet: %w", err)
	}
	return plugin{suite}, nil
}

type plugin struct{ suite meta.Suite }

// BuildAnalyzers returns the checks of which something is wanted.
func (p plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	var list []*analysis.Analyzer
	for _, c := range p.suite.Checks {
		if !c.Off {
			list = append(list, c.Analyzer)
		}
	}
	return list, nil
}

// GetLoadMode asks for types: the checks need them.
func (plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
