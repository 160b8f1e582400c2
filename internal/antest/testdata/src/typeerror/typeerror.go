package typeerror

var x int = "text"
