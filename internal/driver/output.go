package driver

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"golang.org/x/term"

	"github.com/permvet/permvet/internal/driver/atomicfile"
	"github.com/permvet/permvet/internal/driver/codeclimate"
	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/github"
	"github.com/permvet/permvet/internal/driver/htmlout"
	"github.com/permvet/permvet/internal/driver/jsonout"
	"github.com/permvet/permvet/internal/driver/sarif"
	"github.com/permvet/permvet/internal/driver/textout"
)

// formats are the writers by the value of -format. A nil one depends on where the output goes.
var formats = map[string]func(io.Writer, *finding.Report) error{
	"text":        nil,
	"json":        jsonout.Write,
	"sarif":       sarif.Write,
	"github":      github.Write,
	"codeclimate": codeclimate.Write,
	"html":        htmlout.Write,
}

func formatNames() []string { return slices.Sorted(maps.Keys(formats)) }

// write prints the report, or replaces the file of -o by it in one step.
func (s *session) write(report *finding.Report) error {
	if s.opts.preview() {
		return nil // the difference is the output
	}
	if s.opts.output == "" {
		return s.writer(s.stdout)(s.stdout, report)
	}
	var text bytes.Buffer
	if err := s.writer(&text)(&text, report); err != nil {
		return err
	}
	return atomicfile.Write(s.opts.output, text.Bytes(), 0o644) // as the compilers' output: it goes to other programs
}

func (s *session) writer(w io.Writer) func(io.Writer, *finding.Report) error {
	if write := formats[s.opts.format]; write != nil {
		return write
	}
	color, people := s.opts.style(w)
	if !people {
		return textout.Plain
	}
	return textout.Style{Color: color, Width: width(w)}.People
}

// style decides whether to print for people, and whether in color. -color asks for both; else it is for a terminal, and
// in color unless the environment objects.
func (o *options) style(w io.Writer) (color, people bool) {
	switch o.color {
	case "always":
		return true, true
	case "never":
		return false, isTerminal(w)
	}
	if os.Getenv("CLICOLOR_FORCE") != "" && os.Getenv("CLICOLOR_FORCE") != "0" {
		return true, true
	}
	people = isTerminal(w)
	return people && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", people
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func width(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil {
			return n
		}
	}
	return 0
}

func unknownFormat(name string) error {
	return fmt.Errorf("-format: no format %q; choose text, json, sarif, github, codeclimate or html", name)
}
