"""The SPARQL 1.1 Protocol: lexer, negotiation, problem details, service description, the endpoint itself."""
