package api

// ByName returns the row with the name, or nil. Raw system calls are found by
// the name of their number ("SYS_OPENAT").
func ByName(name string) *Call {
	if r := byName[name]; r != nil {
		return r
	}
	for _, r := range raws {
		if r.Trap == name {
			return &r.Call
		}
		if r.allThreads != nil && r.allThreads.Name == name {
			return r.allThreads
		}
	}
	return nil
}
