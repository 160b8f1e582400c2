// Package baseline keeps a list of findings that are known, so that only new ones are reported. It knows them by their
// fingerprints, which do not change when lines move or code elsewhere does.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/driver/atomicfile"
	"github.com/permvet/permvet/internal/driver/finding"
)

const version = 1

// maxSize is the size of a baseline with a million findings.
const maxSize = 256 << 20

// A file is what is stored. One entry a line group keeps differences readable and merges easy.
type file struct {
	Version  int     `json:"version"`
	Tool     string  `json:"tool"`
	Findings []entry `json:"findings"`
}

// An entry is a finding, or several that are equal up to their place in one declaration.
type entry struct {
	Rule    string `json:"rule"`
	Package string `json:"package"`
	Decl    string `json:"declaration,omitempty"`
	Key     string `json:"key"`
	Count   int    `json:"count,omitempty"` // 0 means 1
}

// A Baseline is how often each finding is known.
type Baseline struct{ left map[string]int }

// Read reads a baseline.
func Read(name string) (*Baseline, error) {
	in, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no baseline %s; make it with -baseline %s -write-baseline", name, name)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the baseline: %w", err)
	}
	defer in.Close() //nolint:errcheck // it was read only
	text, err := io.ReadAll(io.LimitReader(in, maxSize))
	if err != nil {
		return nil, fmt.Errorf("reading the baseline: %w", err)
	}
	b, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return b, nil
}

// Parse reads the text of a baseline.
func Parse(text []byte) (*Baseline, error) {
	var f file
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("it is no baseline of permvet: %w; make it anew with -write-baseline", err)
	}
	if f.Tool != "permvet" || f.Version != version {
		return nil, fmt.Errorf("it is a baseline of %q, version %d, not of this permvet; make it anew with -write-baseline", f.Tool, f.Version)
	}
	b := &Baseline{left: map[string]int{}}
	for i, e := range f.Findings {
		if e.Key == "" || e.Count < 0 {
			return nil, fmt.Errorf("entry %d has no key or a negative count; make the baseline anew with -write-baseline", i+1)
		}
		b.left[e.Key] += max(1, e.Count)
	}
	return b, nil
}

// Filter returns the findings that the baseline does not have, and how many it has. Of equal ones the first are taken
// for the known ones.
func (b *Baseline) Filter(findings []finding.Finding) (fresh []finding.Finding, known int) {
	left := map[string]int{}
	for key, n := range b.left {
		left[key] = n
	}
	for _, f := range findings {
		if key := key(f); left[key] > 0 {
			left[key]--
			known++
			continue
		}
		fresh = append(fresh, f)
	}
	return fresh, known
}

// Of makes a baseline of findings.
func Of(findings []finding.Finding) *Baseline {
	b := &Baseline{left: map[string]int{}}
	for _, f := range findings {
		b.left[key(f)]++
	}
	return b
}

// key is the fingerprint without the count of equal ones.
func key(f finding.Finding) string {
	key, _, _ := strings.Cut(f.Print, ":")
	return key
}

// Text renders the findings as a baseline.
func Text(findings []finding.Finding) ([]byte, error) {
	at := map[string]int{}
	out := file{Version: version, Tool: "permvet", Findings: []entry{}}
	for _, f := range findings {
		k := key(f)
		i, ok := at[k]
		if !ok {
			at[k] = len(out.Findings)
			out.Findings = append(out.Findings, entry{Rule: f.Rule(), Package: f.Package, Decl: f.Decl, Key: k})
			continue
		}
		out.Findings[i].Count = max(1, out.Findings[i].Count) + 1
	}
	slices.SortFunc(out.Findings, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Decl, b.Decl), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Key, b.Key))
	})
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "\t")
	enc.SetEscapeHTML(false)
	err := enc.Encode(out)
	return b.Bytes(), err
}

// Write replaces the file by a baseline of the findings, in one step.
func Write(name string, findings []finding.Finding) error {
	text, err := Text(findings)
	if err == nil {
		err = atomicfile.Write(name, text, 0o644) // it goes into the repository
	}
	if err != nil {
		return fmt.Errorf("writing the baseline: %w", err)
	}
	return nil
}
