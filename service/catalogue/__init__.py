"""What the service has, for catalogues and programs: VoID, DCAT, dumps, example queries."""
