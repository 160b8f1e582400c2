package main_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestSARIF validates the log of the example, with the rules of the real suite, against the schema of the standard, and
// asks for what code scanning services want of every rule.
func TestSARIF(t *testing.T) {
	text, err := os.ReadFile("../../internal/driver/sarif/testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("sarif.json", schema); err != nil {
		t.Fatal(err)
	}
	out := permvet(t, build(t), "../../testdata/example", "-format=sarif", "-strict", "./...")
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.MustCompile("sarif.json").Validate(doc); err != nil {
		t.Error(err)
	}
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Rules []struct {
						ID              string
						FullDescription struct{ Text string }
						Help            struct{ Text, Markdown string }
					}
				}
			}
			Results []struct {
				RuleID              string
				PartialFingerprints map[string]string
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &log); err != nil {
		t.Fatal(err)
	}
	rules, prints := map[string]bool{}, map[string]bool{}
	for _, r := range log.Runs[0].Tool.Driver.Rules {
		rules[r.ID] = true
		if r.FullDescription.Text == "" || len(r.FullDescription.Text) > 1024 || len(r.Help.Text) < 80 || r.Help.Markdown == "" {
			t.Errorf("rule %s: the full description has %d characters, the help %d", r.ID, len(r.FullDescription.Text), len(r.Help.Text))
		}
	}
	if len(log.Runs[0].Results) == 0 {
		t.Error("there are no results")
	}
	for _, r := range log.Runs[0].Results {
		if !rules[r.RuleID] {
			t.Errorf("rule %s is not declared", r.RuleID)
		}
		print := r.PartialFingerprints["permvet/v1"]
		if print == "" || prints[print] {
			t.Errorf("fingerprint %q of %s is missing or not its own", print, r.RuleID)
		}
		prints[print] = true
	}
}
