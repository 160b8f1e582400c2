package api

import "slices"

// The rows stand in one file a subject; this is where they come together.
var (
	all      = slices.Concat(fileRows, dirRows, metaRows, socketRows, descriptorRows, rawRows, processRows, environRows, credRows, sourceRows, sinkRows, libraryRows)
	byName   = index(all)
	packages = packagesOf(all)
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
