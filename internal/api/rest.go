package api

var sourceRows, sinkRows, libraryRows []*Call

var raws []*Raw
