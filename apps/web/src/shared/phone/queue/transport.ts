/** `status` 0: no answer arrived. */
export type Answer = {
  status: number;
  body: unknown;
  retryAfterS: number | null;
  /** Epoch ms of the server, to the second. */
  serverTime: number | null;
};

const patienceMs = 30_000;
const uploadPatienceMs = 600_000;
const nothing: Answer = { status: 0, body: undefined, retryAfterS: null, serverTime: null };

const numberOf = (text: string | null): number | null => {
  const value = text === null || text === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
};
const timeOf = (text: string | null): number | null => {
  const value = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(value) ? null : value;
};

/** One request that never throws; used by the page and by the service worker. */
export async function request(path: string, body?: unknown, csrf?: string): Promise<Answer> {
  const headers = new Headers({ accept: "application/json" });
  if (csrf) headers.set("x-csrf-token", csrf);
  if (body !== undefined && !(body instanceof FormData))
    headers.set("content-type", "application/json");
  try {
    const response = await fetch(`/api${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(body instanceof FormData ? uploadPatienceMs : patienceMs),
      ...(body === undefined
        ? {}
        : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    return {
      status: response.status,
      body: await response.json().catch(() => undefined),
      retryAfterS: numberOf(response.headers.get("retry-after")),
      serverTime: timeOf(response.headers.get("date")),
    };
  } catch {
    return nothing;
  }
}

export type Upload = {
  blob: Blob;
  name: string;
  csrf: string | undefined;
  /** 0–1 of the bytes that left. A service worker cannot tell. */
  onProgress: (share: number) => void;
};

/** One file. Only XMLHttpRequest says how much has left. */
export async function upload({ blob, name, csrf, onProgress }: Upload): Promise<Answer> {
  const form = new FormData();
  form.append("file", blob, name);
  if (typeof XMLHttpRequest === "undefined") return request("/files", form, csrf);
  return new Promise((resolve) => {
    const sending = new XMLHttpRequest();
    sending.open("POST", "/api/files");
    sending.timeout = uploadPatienceMs;
    sending.responseType = "json";
    sending.setRequestHeader("accept", "application/json");
    if (csrf) sending.setRequestHeader("x-csrf-token", csrf);
    sending.upload.addEventListener("progress", ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    sending.addEventListener("load", () =>
      resolve({
        status: sending.status,
        body: sending.response,
        retryAfterS: numberOf(sending.getResponseHeader("retry-after")),
        serverTime: timeOf(sending.getResponseHeader("date")),
      }),
    );
    for (const end of ["error", "timeout", "abort"])
      sending.addEventListener(end, () => resolve(nothing));
    sending.send(form);
  });
}
