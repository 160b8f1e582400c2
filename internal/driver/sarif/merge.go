package sarif

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// maxLog bounds what is read of one log.
const maxLog = 256 << 20

// A logText is a log to merge, with the name to call it by in errors.
type logText struct {
	name string
	runs []map[string]json.RawMessage
}

// Merge writes one log with the results of several, as the shards of one analysis make them: one run a tool, each
// result once, in an order that does not depend on that of the logs. What it does not understand it keeps.
func Merge(w io.Writer, names []string, open func(name string) (io.ReadCloser, error)) error {
	var logs []logText
	for _, name := range names {
		runs, err := readLog(name, open)
		if err != nil {
			return err
		}
		logs = append(logs, logText{name, runs})
	}
	merged := map[string]*mergedRun{} // by tool
	for _, l := range logs {
		for _, run := range l.runs {
			key, err := toolKey(run)
			if err != nil {
				return fmt.Errorf("%s: %w", l.name, err)
			}
			m := merged[key]
			if m == nil {
				m = &mergedRun{first: run}
				merged[key] = m
			}
			if err := m.add(run); err != nil {
				return fmt.Errorf("%s: %w", l.name, err)
			}
		}
	}
	out := log{Version: "2.1.0", Schema: schema, Runs: []any{}}
	for _, key := range sortedKeys(merged) {
		run, err := merged[key].run()
		if err != nil {
			return err
		}
		out.Runs = append(out.Runs, run)
	}
	return encode(w, out)
}

func readLog(name string, open func(string) (io.ReadCloser, error)) ([]map[string]json.RawMessage, error) {
	in, err := open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close() //nolint:errcheck // it was read only
	text, err := io.ReadAll(io.LimitReader(in, maxLog+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if len(text) > maxLog {
		return nil, fmt.Errorf("%s is larger than %d MB", name, maxLog>>20)
	}
	var l struct {
		Version string                       `json:"version"`
		Runs    []map[string]json.RawMessage `json:"runs"`
	}
	if err := json.Unmarshal(text, &l); err != nil {
		return nil, fmt.Errorf("%s is not a SARIF log: %w", name, err)
	}
	if l.Version != "2.1.0" {
		return nil, fmt.Errorf("%s is not a SARIF 2.1.0 log: its version is %q", name, l.Version)
	}
	return l.Runs, nil
}

// toolKey tells runs apart that cannot be joined: of other tools, versions, or ways to count columns.
func toolKey(run map[string]json.RawMessage) (string, error) {
	var t struct {
		Driver struct{ Name, Version string }
	}
	if err := json.Unmarshal(run["tool"], &t); err != nil || t.Driver.Name == "" {
		return "", errors.Join(errors.New("a run does not name its tool"), err)
	}
	return fmt.Sprintf("%s\x00%s\x00%s\x00%s", t.Driver.Name, t.Driver.Version, run["columnKind"], run["originalUriBaseIds"]), nil
}

// A mergedRun gathers the runs of one tool.
type mergedRun struct {
	first                       map[string]json.RawMessage
	rules, results, invocations unique
}

// unique holds JSON values, each once, by their canonical text.
type unique struct {
	seen  map[string]bool
	texts []string
}

func (u *unique) add(value any) error {
	text, err := json.Marshal(value) // of maps: with sorted keys
	if err != nil {
		return err
	}
	if !u.seen[string(text)] {
		if u.seen == nil {
			u.seen = map[string]bool{}
		}
		u.seen[string(text)] = true
		u.texts = append(u.texts, string(text))
	}
	return nil
}

func (u *unique) sorted() []json.RawMessage {
	slices.Sort(u.texts)
	list := []json.RawMessage{}
	for _, t := range u.texts {
		list = append(list, json.RawMessage(t))
	}
	return list
}

func (m *mergedRun) add(run map[string]json.RawMessage) error {
	var t struct {
		Driver struct{ Rules []map[string]any }
	}
	if err := decode(run["tool"], &t); err != nil {
		return fmt.Errorf("tool: %w", err)
	}
	for _, r := range t.Driver.Rules {
		if err := m.rules.add(r); err != nil {
			return err
		}
	}
	for _, list := range []struct {
		key string
		to  *unique
	}{{"results", &m.results}, {"invocations", &m.invocations}} {
		var values []map[string]any
		if err := decode(run[list.key], &values); err != nil {
			return fmt.Errorf("%s: %w", list.key, err)
		}
		for _, v := range values {
			if list.key == "results" {
				nameRule(v, t.Driver.Rules)
			}
			if err := list.to.add(v); err != nil {
				return err
			}
		}
	}
	return nil
}

// nameRule puts the rule's name in the place of its index, which is another one in the merged table.
func nameRule(result map[string]any, rules []map[string]any) {
	index, ok := result["ruleIndex"].(json.Number)
	if !ok {
		return
	}
	delete(result, "ruleIndex")
	if i, err := index.Int64(); err == nil && result["ruleId"] == nil && i >= 0 && int(i) < len(rules) {
		result["ruleId"] = rules[i]["id"]
	}
}

// decode keeps numbers as they are written. Nothing decodes to nothing.
func decode(text json.RawMessage, v any) error {
	if len(text) == 0 {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	return dec.Decode(v)
}

// run puts the gathered parts into the first run.
func (m *mergedRun) run() (map[string]any, error) {
	out := map[string]any{}
	for key, value := range m.first {
		out[key] = value
	}
	var tool map[string]any
	if err := decode(m.first["tool"], &tool); err != nil {
		return nil, err
	}
	if driver, ok := tool["driver"].(map[string]any); ok {
		driver["rules"] = m.rules.sorted()
	}
	out["tool"] = tool
	out["results"] = m.results.sorted()
	if len(m.invocations.texts) > 0 {
		out["invocations"] = m.invocations.sorted()
	}
	return out, nil
}
