package api

var raws []*Raw
