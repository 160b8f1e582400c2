// Package inmate is the process that gives up its rights in the tests of privdrop, and says
// what is left of them. It is a package so that it can be measured: a test binary cannot
// write the coverage of a child that has lost its rights, a program built with -cover can.
package inmate
