package value

import (
	"cmp"
	"slices"

	"github.com/permvet/permvet/internal/api"
)

// Data is what is known of where bytes come from.
type Data struct {
	Taint api.Taint
	// Srcs are keys of parameters whose data this may be.
	Srcs []string
	// Names are the names of the variables, fields, functions and environment
	// variables that the data came through, for judging by name.
	Names []string
	// Why is the full name of the call that gave the strongest taint.
	Why string
	// Field is a field of a struct that is written as a whole, with its type, if
	// its name says that it is secret: "Account.Token".
	Field string
}

// Union returns the data that comes from either.
func Union(a, b Data) Data {
	r := Data{Taint: a.Taint | b.Taint, Why: a.Why, Field: cmp.Or(a.Field, b.Field)}
	if r.Why == "" {
		r.Why = b.Why
	}
	r.Srcs = merge(a.Srcs, b.Srcs)
	r.Names = merge(a.Names, b.Names)
	return r
}

// maxNames bounds the lists in a Data.
const maxNames = 16

func merge(a, b []string) []string {
	if len(b) == 0 {
		return a
	}
	r := slices.Clone(a)
	for _, s := range b {
		if len(r) < maxNames && !slices.Contains(r, s) {
			r = append(r, s)
		}
	}
	slices.Sort(r)
	return r
}

// Bind replaces parameter sources by the data that the caller passes.
func (d Data) Bind(bind func(key string) (Data, bool)) Data {
	r := Data{Taint: d.Taint, Names: d.Names, Why: d.Why, Field: d.Field}
	for _, s := range d.Srcs {
		if q, ok := bind(s); ok {
			r = Union(r, q)
		}
	}
	return r
}
