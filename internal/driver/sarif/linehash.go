package sarif

import (
	"fmt"
	"unicode/utf16"
)

// window is how many characters from the beginning of a line on its hash covers.
const window = 100

// lineHash is the fingerprint of a line by which GitHub recognizes an alert after lines have moved.
func (c *converter) lineHash(name string, line int) string {
	hashes, ok := c.hashes[name]
	if !ok {
		hashes = lineHashes(string(c.report.Sources.Text(name)))
		c.hashes[name] = hashes
	}
	return hashes[line]
}

// lineHashes computes what GitHub's upload action computes where a log has no fingerprints, so that it finds its own
// ones: for each line a rolling hash over the next characters without blanks, with a count where it repeats.
func lineHashes(text string) map[int]string {
	if text == "" {
		return nil
	}
	h := hasher{hashes: map[int]string{}, counts: map[uint64]int{}, first: 1, lineStart: true}
	for range window {
		h.first *= 37
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		h.add(unit)
	}
	h.add(0xffff)
	for range window { // the lines that are still in the window
		h.flush()
		h.roll(0)
	}
	return h.hashes
}

type hasher struct {
	hashes map[int]string
	counts map[uint64]int

	units       [window]uint16
	lines       [window]int // the number of the line that begins at this place of the window, or 0
	at          int
	hash, first uint64

	line              int
	lineStart, prevCR bool
}

func (h *hasher) add(unit uint16) {
	if unit == ' ' || unit == '\t' || h.prevCR && unit == '\n' {
		h.prevCR = false
		return
	}
	h.prevCR = unit == '\r'
	if h.prevCR {
		unit = '\n'
	}
	h.flush()
	if h.lineStart {
		h.line++
		h.lines[h.at] = h.line
	}
	h.lineStart = unit == '\n'
	h.roll(unit)
}

// flush gives the line that began a window ago its hash.
func (h *hasher) flush() {
	line := h.lines[h.at]
	if line == 0 {
		return
	}
	h.counts[h.hash]++
	h.hashes[line] = fmt.Sprintf("%x:%d", h.hash, h.counts[h.hash])
	h.lines[h.at] = 0
}

func (h *hasher) roll(unit uint16) {
	begin := h.units[h.at]
	h.units[h.at] = unit
	h.hash = 37*h.hash + uint64(unit) - h.first*uint64(begin)
	h.at = (h.at + 1) % window
}
