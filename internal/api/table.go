package api

import "slices"

// The rows stand in one file a subject; this is where they come together.
var (
	allRows = slices.Concat(fileRows, dirRows, metaRows, socketRows, descriptorRows, processRows, environRows, credRows, sourceRows, sinkRows, libraryRows)
	byName  = index(allRows)
	known   = packagesOf(allRows)
)

func index(rows []*Call) map[string]*Call {
	m := make(map[string]*Call, len(rows))
	for _, r := range rows {
		m[r.Name] = r
	}
	return m
}

// packagesOf collects the package paths that rows name.
func packagesOf(rows []*Call) map[string]bool {
	m := make(map[string]bool)
	for _, r := range rows {
		m[PackageOf(r.Name)] = true
	}
	return m
}
