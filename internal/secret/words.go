package secret

import (
	"slices"
	"strings"
	"unicode"
)

// Words splits an identifier or file name into its words, in small letters:
// camelCase, PascalCase with acronyms, snake_case, kebab-case, dots, blanks.
// Digits stay with the word before them.
func Words(s string) []string {
	var words []string
	runes := []rune(s)
	start := -1
	flush := func(end int) {
		if start >= 0 {
			words = append(words, strings.ToLower(string(runes[start:end])))
		}
		start = -1
	}
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush(i)
			continue
		case start >= 0 && startsWord(runes, i):
			flush(i)
		}
		if start < 0 {
			start = i
		}
	}
	flush(len(runes))
	return words
}

// startsWord reports whether a capital at i begins a word: after a small
// letter or a digit, or as the last of several capitals before a small letter
// (the K of APIKey). The plural of an acronym (URLs) is one word.
func startsWord(runes []rune, i int) bool {
	if !unicode.IsUpper(runes[i]) {
		return false
	}
	if !unicode.IsUpper(runes[i-1]) {
		return true
	}
	if i+1 >= len(runes) || !unicode.IsLower(runes[i+1]) {
		return false
	}
	plural := runes[i+1] == 's' && (i+2 == len(runes) || !unicode.IsLower(runes[i+2]))
	return !plural
}

// indexSeq returns where seq begins in words, or -1.
func indexSeq(words, seq []string) int {
	for i := 0; i+len(seq) <= len(words); i++ {
		if slices.Equal(words[i:i+len(seq)], seq) {
			return i
		}
	}
	return -1
}
