package related

func one() {} // want `one is declared` related:`^related.go: func two\(\) \{\}: before this$`

func two() {} // want `two is declared`
