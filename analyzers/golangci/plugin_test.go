package golangci_test

import (
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"

	_ "github.com/permvet/permvet/analyzers/golangci"
)

// TestSettings makes the plugin the way golangci-lint does, with what it read from YAML.
func TestSettings(t *testing.T) {
	newPlugin, err := register.GetPlugin("permvet")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		conf      any
		analyzers int    // 0: as many as without settings
		want      string // part of the error
	}{
		"none":         {conf: nil},
		"all":          {conf: map[string]any{"strict": true, "helpers": true, "secrets": []any{"unseal_share"}, "levels": map[string]any{"umask": "warning"}}},
		"one check":    {conf: map[string]any{"checks": []any{"umask"}}, analyzers: 1},
		"unknown key":  {conf: map[string]any{"strikt": true}, want: `unknown field "strikt"`},
		"wrong type":   {conf: map[string]any{"strict": "yes"}, want: "strict"},
		"wrong check":  {conf: map[string]any{"checks": []any{"filemod"}}, want: `filemod`},
		"wrong row":    {conf: map[string]any{"calls": []any{map[string]any{"func": "Save"}}}, want: "full name"},
		"no reason":    {conf: map[string]any{"exclude": []any{map[string]any{"path": "x"}}}, want: "reason"},
		"wrong secret": {conf: map[string]any{"secrets": []any{"["}}, want: "secrets"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := newPlugin(tt.conf)
			if tt.want != "" {
				if err == nil || !strings.HasPrefix(err.Error(), "permvet: ") || !strings.Contains(err.Error(), tt.want) {
					t.Fatalf("error %v, want %q", err, tt.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			list, err := p.BuildAnalyzers()
			if err != nil {
				t.Fatal(err)
			}
			if tt.analyzers == 0 {
				tt.analyzers = 12
			}
			if len(list) != tt.analyzers {
				t.Errorf("%d analyzers, want %d", len(list), tt.analyzers)
			}
			if p.GetLoadMode() != register.LoadModeTypesInfo {
				t.Error("the checks need types")
			}
		})
	}
}
