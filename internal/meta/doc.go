package meta

import (
	"fmt"
	"go/doc/comment"
	"strings"
)

// About returns what the documentation says about the check as a whole, without its title.
func (c Check) About() []comment.Block {
	about, _ := c.split()
	return about
}

// Section returns what the documentation says about one kind: what stands below a heading with its name.
func (c Check) Section(kind string) []comment.Block {
	_, sections := c.split()
	return sections[kind]
}

// Headings returns the headings in the documentation that name no kind.
func (c Check) Headings() []string {
	var list []string
	_, sections := c.split()
	for heading := range sections {
		if _, ok := c.Kind(heading); !ok {
			list = append(list, heading)
		}
	}
	return list
}

func (c Check) split() (about []comment.Block, sections map[string][]comment.Block) {
	sections = map[string][]comment.Block{}
	var p comment.Parser
	kind := ""
	for i, block := range p.Parse(c.Doc).Content {
		if h, ok := block.(*comment.Heading); ok {
			var print comment.Printer
			kind = strings.TrimSpace(string(print.Text(&comment.Doc{Content: []comment.Block{&comment.Paragraph{Text: h.Text}}})))
			continue
		}
		if kind != "" {
			sections[kind] = append(sections[kind], block)
		} else if i > 0 || !strings.HasPrefix(c.Doc, c.Name()+": ") {
			about = append(about, block)
		}
	}
	return about, sections
}

// Text renders blocks of documentation.
func Text(blocks []comment.Block) string {
	p := comment.Printer{TextCodePrefix: "    "}
	return string(p.Text(&comment.Doc{Content: blocks}))
}

// Markdown renders blocks of documentation.
func Markdown(blocks []comment.Block) string {
	var p comment.Printer
	return string(p.Markdown(&comment.Doc{Content: blocks}))
}

// HTML renders blocks of documentation. What they say is escaped.
func HTML(blocks []comment.Block) string {
	var p comment.Printer
	return string(p.HTML(&comment.Doc{Content: blocks}))
}

// Describe is the line about a kind that stands above its section: level, CWE and summary.
func (k Kind) Describe() string {
	level := k.Level.String()
	if k.Level == Note {
		level += " (with -strict)"
	}
	if k.CWE != "" {
		level += ", " + k.CWE
	}
	return fmt.Sprintf("%s: %s", level, k.Summary)
}
