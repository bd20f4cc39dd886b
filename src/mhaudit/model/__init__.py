"""The data types of mhaudit, without behaviour. This package imports no other package of mhaudit."""
