package api

import (
	"slices"
	"strings"
)

// The rows stand in one file a subject; this is where they come together.
var (
	allRows = slices.Concat(fileRows, dirRows, metaRows, socketRows, descriptorRows, processRows, environRows, credRows, sourceRows, sinkRows, sqlRows, libraryRows)
	byName  = index(allRows)
	known   = namesOf(allRows)
)

func index(rows []*Call) map[string]*Call {
	m := make(map[string]*Call, len(rows))
	for _, r := range rows {
		m[r.Name] = r
	}
	return m
}

// namesOf collects the bare names that rows have in each package, so that
// Lookup builds full names only where one can match.
func namesOf(rows []*Call) map[string]map[string]bool {
	m := make(map[string]map[string]bool)
	for _, r := range rows {
		pkg := PackageOf(r.Name)
		if m[pkg] == nil {
			m[pkg] = make(map[string]bool)
		}
		m[pkg][bareName(r.Name)] = true
	}
	return m
}

// bareName returns the last element of a full name: "Chmod" for
// "(*os.File).Chmod".
func bareName(fullName string) string { return fullName[strings.LastIndexByte(fullName, '.')+1:] }
