/** Imported before every contract: the content security policy forbids code made from text, which zod would try first. */
import { z } from "zod";

z.config({ jitless: true });
