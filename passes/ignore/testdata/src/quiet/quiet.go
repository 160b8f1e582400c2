package quiet

var unknown = 10 //permvet:ignore filemod it is private
