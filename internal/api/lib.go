package api
var libraryRows []*Call
