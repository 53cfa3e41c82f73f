module language

go 1.21
