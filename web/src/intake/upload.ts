/** Sends a file with its progress: fetch cannot tell how much has gone up. */
import { uploadFile } from "@diguan/core/intake/contract.ts";
import { problemShape } from "@diguan/core/contract.ts";
import { Problem, problems, type ProblemCode } from "@diguan/core/problem.ts";
import { address } from "../api.ts";

const isKnown = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

/** The id of the new import; `onShare` is told the share sent, 0…1. */
export const sendFile = (file: File, query: { readonly year?: number; readonly system?: string }, onShare: (share: number) => void): Promise<string> => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open(uploadFile.method, address(uploadFile, { query }));
  request.setRequestHeader("x-diguan", "1");
  request.setRequestHeader("accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (e) => { if (e.lengthComputable) onShare(e.loaded / e.total); });
  request.addEventListener("error", () => reject(new Problem("server.unreachable")));
  request.addEventListener("load", () => {
    const answer: unknown = request.response;
    if (request.status === 200) { resolve(String((answer as { id?: unknown } | null)?.id ?? "")); return; }
    const told = problemShape.safeParse(answer);
    reject(told.success && isKnown(told.data.code) ? new Problem(told.data.code, told.data.details ?? {}) : new Problem("server.unreachable"));
  });
  const form = new FormData();
  form.append("file", file, file.name);
  request.send(form);
});
