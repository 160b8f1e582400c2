package sprig

import "text/template"

func FuncMap() template.FuncMap              { return nil }
func TxtFuncMap() template.FuncMap           { return nil }
func GenericFuncMap() map[string]interface{} { return nil }
