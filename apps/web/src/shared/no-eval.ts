import { config } from "zod";

// The server's content policy forbids code made at run time; must come before the first schema is used.
config({ jitless: true });
