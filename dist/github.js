/******/ var __webpack_modules__ = ({

/***/ 1102:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
	if (k2 === undefined) k2 = k;
	var desc = Object.getOwnPropertyDescriptor(m, k);
	if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
	}
	Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
	if (k2 === undefined) k2 = k;
	o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
	Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
	o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
	var ownKeys = function(o) {
		ownKeys = Object.getOwnPropertyNames || function (o) {
			var ar = [];
			for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
			return ar;
		};
		return ownKeys(o);
	};
	return function (mod) {
		if (mod && mod.__esModule) return mod;
		var result = {};
		if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
		__setModuleDefault(result, mod);
		return result;
	};
})();
var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) {
	function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
	return new (P || (P = Promise))(function (resolve, reject) {
		function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
		function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
		function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.HttpClient = exports.HttpClientResponse = exports.HttpClientError = exports.MediaTypes = exports.Headers = exports.HttpCodes = void 0;
exports.getProxyUrl = getProxyUrl;
exports.isHttps = isHttps;
const http = __importStar(__nccwpck_require__(8611));
const https = __importStar(__nccwpck_require__(5692));
const pm = __importStar(__nccwpck_require__(7322));
const tunnel = __importStar(__nccwpck_require__(770));
const undici_1 = __nccwpck_require__(9835);
var HttpCodes;
(function (HttpCodes) {
	HttpCodes[HttpCodes["OK"] = 200] = "OK";
	HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
	HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
	HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
	HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
	HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
	HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
	HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
	HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
	HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
	HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
	HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
	HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
	HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
	HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
	HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
	HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
	HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
	HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
	HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
	HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
	HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
	HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
	HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
	HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
	HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
	HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (exports.HttpCodes = HttpCodes = {}));
var Headers;
(function (Headers) {
	Headers["Accept"] = "accept";
	Headers["ContentType"] = "content-type";
})(Headers || (exports.Headers = Headers = {}));
var MediaTypes;
(function (MediaTypes) {
	MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (exports.MediaTypes = MediaTypes = {}));
function getProxyUrl(serverUrl) {
	const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
	return proxyUrl ? proxyUrl.href : '';
}
const HttpRedirectCodes = [
	HttpCodes.MovedPermanently,
	HttpCodes.ResourceMoved,
	HttpCodes.SeeOther,
	HttpCodes.TemporaryRedirect,
	HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
	HttpCodes.BadGateway,
	HttpCodes.ServiceUnavailable,
	HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
	constructor(message, statusCode) {
		super(message);
		this.name = 'HttpClientError';
		this.statusCode = statusCode;
		Object.setPrototypeOf(this, HttpClientError.prototype);
	}
}
exports.HttpClientError = HttpClientError;
class HttpClientResponse {
	constructor(message) {
		this.message = message;
	}
	readBody() {
		return __awaiter(this, void 0, void 0, function* () {
			return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
				let output = Buffer.alloc(0);
				this.message.on('data', (chunk) => {
					output = Buffer.concat([output, chunk]);
				});
				this.message.on('end', () => {
					resolve(output.toString());
				});
			}));
		});
	}
	readBodyBuffer() {
		return __awaiter(this, void 0, void 0, function* () {
			return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
				const chunks = [];
				this.message.on('data', (chunk) => {
					chunks.push(chunk);
				});
				this.message.on('end', () => {
					resolve(Buffer.concat(chunks));
				});
			}));
		});
	}
}
exports.HttpClientResponse = HttpClientResponse;
function isHttps(requestUrl) {
	const parsedUrl = new URL(requestUrl);
	return parsedUrl.protocol === 'https:';
}
class HttpClient {
	constructor(userAgent, handlers, requestOptions) {
		this._ignoreSslError = false;
		this._allowRedirects = true;
		this._allowRedirectDowngrade = false;
		this._maxRedirects = 50;
		this._allowRetries = false;
		this._maxRetries = 1;
		this._keepAlive = false;
		this._disposed = false;
		this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
		this.handlers = handlers || [];
		this.requestOptions = requestOptions;
		if (requestOptions) {
			if (requestOptions.ignoreSslError != null) {
				this._ignoreSslError = requestOptions.ignoreSslError;
			}
			this._socketTimeout = requestOptions.socketTimeout;
			if (requestOptions.allowRedirects != null) {
				this._allowRedirects = requestOptions.allowRedirects;
			}
			if (requestOptions.allowRedirectDowngrade != null) {
				this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
			}
			if (requestOptions.maxRedirects != null) {
				this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
			}
			if (requestOptions.keepAlive != null) {
				this._keepAlive = requestOptions.keepAlive;
			}
			if (requestOptions.allowRetries != null) {
				this._allowRetries = requestOptions.allowRetries;
			}
			if (requestOptions.maxRetries != null) {
				this._maxRetries = requestOptions.maxRetries;
			}
		}
	}
	options(requestUrl, additionalHeaders) {
		return __awaiter(this, void 0, void 0, function* () {
			return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
		});
	}
	get(requestUrl, additionalHeaders) {
		return __awaiter(this, void 0, void 0, function* () {
			return this.request('GET', requestUrl, null, additionalHeaders || {});
		});
	}
	del(requestUrl, additionalHeaders) {
		return __awaiter(this, void 0, void 0, function* () {
			return this.request('DELETE', requestUrl, null, additionalHeaders || {});
		});
	}
	post(requestUrl, data, additionalHeaders) {
		return __awaiter(this, void 0, void 0, function* () {
			return this.request('POST', requestUrl, data, additionalHeaders || {});
		});
	}
	patch(requestUrl, data, additionalHeaders) {
		return __awaiter(this, void 0, void 0, function* () {
			return this.request('PATCH', requestUrl, data, additionalHeaders || {});
		});
	}
	put(requestUrl, data, additionalHeaders) {
		return __awaiter(this, void 0, void 0, function* () {
			return this.request('PUT', requestUrl, data, additionalHeaders || {});
		});
	}
	head(requestUrl, additionalHeaders) {
		return __awaiter(this, void 0, void 0, function* () {
			return this.request('HEAD', requestUrl, null, additionalHeaders || {});
		});
	}
	sendStream(verb, requestUrl, stream, additionalHeaders) {
		return __awaiter(this, void 0, void 0, function* () {
			return this.request(verb, requestUrl, stream, additionalHeaders);
		});
	}
	getJson(requestUrl_1) {
		return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
			additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
			const res = yield this.get(requestUrl, additionalHeaders);
			return this._processResponse(res, this.requestOptions);
		});
	}
	postJson(requestUrl_1, obj_1) {
		return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
			const data = JSON.stringify(obj, null, 2);
			additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
			additionalHeaders[Headers.ContentType] =
				this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
			const res = yield this.post(requestUrl, data, additionalHeaders);
			return this._processResponse(res, this.requestOptions);
		});
	}
	putJson(requestUrl_1, obj_1) {
		return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
			const data = JSON.stringify(obj, null, 2);
			additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
			additionalHeaders[Headers.ContentType] =
				this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
			const res = yield this.put(requestUrl, data, additionalHeaders);
			return this._processResponse(res, this.requestOptions);
		});
	}
	patchJson(requestUrl_1, obj_1) {
		return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
			const data = JSON.stringify(obj, null, 2);
			additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
			additionalHeaders[Headers.ContentType] =
				this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
			const res = yield this.patch(requestUrl, data, additionalHeaders);
			return this._processResponse(res, this.requestOptions);
		});
	}
	request(verb, requestUrl, data, headers) {
		return __awaiter(this, void 0, void 0, function* () {
			if (this._disposed) {
				throw new Error('Client has already been disposed.');
			}
			const parsedUrl = new URL(requestUrl);
			let info = this._prepareRequest(verb, parsedUrl, headers);
			const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
				? this._maxRetries + 1
				: 1;
			let numTries = 0;
			let response;
			do {
				response = yield this.requestRaw(info, data);
				if (response &&
					response.message &&
					response.message.statusCode === HttpCodes.Unauthorized) {
					let authenticationHandler;
					for (const handler of this.handlers) {
						if (handler.canHandleAuthentication(response)) {
							authenticationHandler = handler;
							break;
						}
					}
					if (authenticationHandler) {
						return authenticationHandler.handleAuthentication(this, info, data);
					}
					else {
						return response;
					}
				}
				let redirectsRemaining = this._maxRedirects;
				while (response.message.statusCode &&
					HttpRedirectCodes.includes(response.message.statusCode) &&
					this._allowRedirects &&
					redirectsRemaining > 0) {
					const redirectUrl = response.message.headers['location'];
					if (!redirectUrl) {
						break;
					}
					const parsedRedirectUrl = new URL(redirectUrl);
					if (parsedUrl.protocol === 'https:' &&
						parsedUrl.protocol !== parsedRedirectUrl.protocol &&
						!this._allowRedirectDowngrade) {
						throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
					}
					yield response.readBody();
					if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
						for (const header in headers) {
							if (header.toLowerCase() === 'authorization') {
								delete headers[header];
							}
						}
					}
					info = this._prepareRequest(verb, parsedRedirectUrl, headers);
					response = yield this.requestRaw(info, data);
					redirectsRemaining--;
				}
				if (!response.message.statusCode ||
					!HttpResponseRetryCodes.includes(response.message.statusCode)) {
					return response;
				}
				numTries += 1;
				if (numTries < maxTries) {
					yield response.readBody();
					yield this._performExponentialBackoff(numTries);
				}
			} while (numTries < maxTries);
			return response;
		});
	}
	dispose() {
		if (this._agent) {
			this._agent.destroy();
		}
		this._disposed = true;
	}
	requestRaw(info, data) {
		return __awaiter(this, void 0, void 0, function* () {
			return new Promise((resolve, reject) => {
				function callbackForResult(err, res) {
					if (err) {
						reject(err);
					}
					else if (!res) {
						reject(new Error('Unknown error'));
					}
					else {
						resolve(res);
					}
				}
				this.requestRawWithCallback(info, data, callbackForResult);
			});
		});
	}
	requestRawWithCallback(info, data, onResult) {
		if (typeof data === 'string') {
			if (!info.options.headers) {
				info.options.headers = {};
			}
			info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
		}
		let callbackCalled = false;
		function handleResult(err, res) {
			if (!callbackCalled) {
				callbackCalled = true;
				onResult(err, res);
			}
		}
		const req = info.httpModule.request(info.options, (msg) => {
			const res = new HttpClientResponse(msg);
			handleResult(undefined, res);
		});
		let socket;
		req.on('socket', sock => {
			socket = sock;
		});
		req.setTimeout(this._socketTimeout || 3 * 60000, () => {
			if (socket) {
				socket.end();
			}
			handleResult(new Error(`Request timeout: ${info.options.path}`));
		});
		req.on('error', function (err) {
			handleResult(err);
		});
		if (data && typeof data === 'string') {
			req.write(data, 'utf8');
		}
		if (data && typeof data !== 'string') {
			data.on('close', function () {
				req.end();
			});
			data.pipe(req);
		}
		else {
			req.end();
		}
	}
	getAgent(serverUrl) {
		const parsedUrl = new URL(serverUrl);
		return this._getAgent(parsedUrl);
	}
	getAgentDispatcher(serverUrl) {
		const parsedUrl = new URL(serverUrl);
		const proxyUrl = pm.getProxyUrl(parsedUrl);
		const useProxy = proxyUrl && proxyUrl.hostname;
		if (!useProxy) {
			return;
		}
		return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
	}
	_prepareRequest(method, requestUrl, headers) {
		const info = {};
		info.parsedUrl = requestUrl;
		const usingSsl = info.parsedUrl.protocol === 'https:';
		info.httpModule = usingSsl ? https : http;
		const defaultPort = usingSsl ? 443 : 80;
		info.options = {};
		info.options.host = info.parsedUrl.hostname;
		info.options.port = info.parsedUrl.port
			? parseInt(info.parsedUrl.port)
			: defaultPort;
		info.options.path =
			(info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
		info.options.method = method;
		info.options.headers = this._mergeHeaders(headers);
		if (this.userAgent != null) {
			info.options.headers['user-agent'] = this.userAgent;
		}
		info.options.agent = this._getAgent(info.parsedUrl);
		if (this.handlers) {
			for (const handler of this.handlers) {
				handler.prepareRequest(info.options);
			}
		}
		return info;
	}
	_mergeHeaders(headers) {
		if (this.requestOptions && this.requestOptions.headers) {
			return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
		}
		return lowercaseKeys(headers || {});
	}
	_getExistingOrDefaultHeader(additionalHeaders, header, _default) {
		let clientHeader;
		if (this.requestOptions && this.requestOptions.headers) {
			const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
			if (headerValue) {
				clientHeader =
					typeof headerValue === 'number' ? headerValue.toString() : headerValue;
			}
		}
		const additionalValue = additionalHeaders[header];
		if (additionalValue !== undefined) {
			return typeof additionalValue === 'number'
				? additionalValue.toString()
				: additionalValue;
		}
		if (clientHeader !== undefined) {
			return clientHeader;
		}
		return _default;
	}
	_getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
		let clientHeader;
		if (this.requestOptions && this.requestOptions.headers) {
			const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
			if (headerValue) {
				if (typeof headerValue === 'number') {
					clientHeader = String(headerValue);
				}
				else if (Array.isArray(headerValue)) {
					clientHeader = headerValue.join(', ');
				}
				else {
					clientHeader = headerValue;
				}
			}
		}
		const additionalValue = additionalHeaders[Headers.ContentType];
		if (additionalValue !== undefined) {
			if (typeof additionalValue === 'number') {
				return String(additionalValue);
			}
			else if (Array.isArray(additionalValue)) {
				return additionalValue.join(', ');
			}
			else {
				return additionalValue;
			}
		}
		if (clientHeader !== undefined) {
			return clientHeader;
		}
		return _default;
	}
	_getAgent(parsedUrl) {
		let agent;
		const proxyUrl = pm.getProxyUrl(parsedUrl);
		const useProxy = proxyUrl && proxyUrl.hostname;
		if (this._keepAlive && useProxy) {
			agent = this._proxyAgent;
		}
		if (!useProxy) {
			agent = this._agent;
		}
		if (agent) {
			return agent;
		}
		const usingSsl = parsedUrl.protocol === 'https:';
		let maxSockets = 100;
		if (this.requestOptions) {
			maxSockets = this.requestOptions.maxSockets || http.globalAgent.maxSockets;
		}
		if (proxyUrl && proxyUrl.hostname) {
			const agentOptions = {
				maxSockets,
				keepAlive: this._keepAlive,
				proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
					proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
				})), { host: proxyUrl.hostname, port: proxyUrl.port })
			};
			let tunnelAgent;
			const overHttps = proxyUrl.protocol === 'https:';
			if (usingSsl) {
				tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
			}
			else {
				tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
			}
			agent = tunnelAgent(agentOptions);
			this._proxyAgent = agent;
		}
		if (!agent) {
			const options = { keepAlive: this._keepAlive, maxSockets };
			agent = usingSsl ? new https.Agent(options) : new http.Agent(options);
			this._agent = agent;
		}
		if (usingSsl && this._ignoreSslError) {
			agent.options = Object.assign(agent.options || {}, {
				rejectUnauthorized: false
			});
		}
		return agent;
	}
	_getProxyAgentDispatcher(parsedUrl, proxyUrl) {
		let proxyAgent;
		if (this._keepAlive) {
			proxyAgent = this._proxyAgentDispatcher;
		}
		if (proxyAgent) {
			return proxyAgent;
		}
		const usingSsl = parsedUrl.protocol === 'https:';
		proxyAgent = new undici_1.ProxyAgent(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, ((proxyUrl.username || proxyUrl.password) && {
			token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
		})));
		this._proxyAgentDispatcher = proxyAgent;
		if (usingSsl && this._ignoreSslError) {
			proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
				rejectUnauthorized: false
			});
		}
		return proxyAgent;
	}
	_getUserAgentWithOrchestrationId(userAgent) {
		const baseUserAgent = userAgent || 'actions/http-client';
		const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
		if (orchId) {
			const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
			return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
		}
		return baseUserAgent;
	}
	_performExponentialBackoff(retryNumber) {
		return __awaiter(this, void 0, void 0, function* () {
			retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
			const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
			return new Promise(resolve => setTimeout(() => resolve(), ms));
		});
	}
	_processResponse(res, options) {
		return __awaiter(this, void 0, void 0, function* () {
			return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
				const statusCode = res.message.statusCode || 0;
				const response = {
					statusCode,
					result: null,
					headers: {}
				};
				if (statusCode === HttpCodes.NotFound) {
					resolve(response);
				}
				function dateTimeDeserializer(key, value) {
					if (typeof value === 'string') {
						const a = new Date(value);
						if (!isNaN(a.valueOf())) {
							return a;
						}
					}
					return value;
				}
				let obj;
				let contents;
				try {
					contents = yield res.readBody();
					if (contents && contents.length > 0) {
						if (options && options.deserializeDates) {
							obj = JSON.parse(contents, dateTimeDeserializer);
						}
						else {
							obj = JSON.parse(contents);
						}
						response.result = obj;
					}
					response.headers = res.message.headers;
				}
				catch (err) {
				}
				if (statusCode > 299) {
					let msg;
					if (obj && obj.message) {
						msg = obj.message;
					}
					else if (contents && contents.length > 0) {
						msg = contents;
					}
					else {
						msg = `Failed request: (${statusCode})`;
					}
					const err = new HttpClientError(msg, statusCode);
					err.result = response.result;
					reject(err);
				}
				else {
					resolve(response);
				}
			}));
		});
	}
}
exports.HttpClient = HttpClient;
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});

/***/ }),

/***/ 7322:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.getProxyUrl = getProxyUrl;
exports.checkBypass = checkBypass;
function getProxyUrl(reqUrl) {
	const usingSsl = reqUrl.protocol === 'https:';
	if (checkBypass(reqUrl)) {
		return undefined;
	}
	const proxyVar = (() => {
		if (usingSsl) {
			return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
		}
		else {
			return process.env['http_proxy'] || process.env['HTTP_PROXY'];
		}
	})();
	if (proxyVar) {
		try {
			return new DecodedURL(proxyVar);
		}
		catch (_a) {
			if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
				return new DecodedURL(`http://${proxyVar}`);
		}
	}
	else {
		return undefined;
	}
}
function checkBypass(reqUrl) {
	if (!reqUrl.hostname) {
		return false;
	}
	const reqHost = reqUrl.hostname;
	if (isLoopbackAddress(reqHost)) {
		return true;
	}
	const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
	if (!noProxy) {
		return false;
	}
	let reqPort;
	if (reqUrl.port) {
		reqPort = Number(reqUrl.port);
	}
	else if (reqUrl.protocol === 'http:') {
		reqPort = 80;
	}
	else if (reqUrl.protocol === 'https:') {
		reqPort = 443;
	}
	const upperReqHosts = [reqUrl.hostname.toUpperCase()];
	if (typeof reqPort === 'number') {
		upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
	}
	for (const upperNoProxyItem of noProxy
		.split(',')
		.map(x => x.trim().toUpperCase())
		.filter(x => x)) {
		if (upperNoProxyItem === '*' ||
			upperReqHosts.some(x => x === upperNoProxyItem ||
				x.endsWith(`.${upperNoProxyItem}`) ||
				(upperNoProxyItem.startsWith('.') &&
					x.endsWith(`${upperNoProxyItem}`)))) {
			return true;
		}
	}
	return false;
}
function isLoopbackAddress(host) {
	const hostLower = host.toLowerCase();
	return (hostLower === 'localhost' ||
		hostLower.startsWith('127.') ||
		hostLower.startsWith('[::1]') ||
		hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
	constructor(url, base) {
		super(url, base);
		this._decodedUsername = decodeURIComponent(super.username);
		this._decodedPassword = decodeURIComponent(super.password);
	}
	get username() {
		return this._decodedUsername;
	}
	get password() {
		return this._decodedPassword;
	}
}

/***/ }),

/***/ 9835:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

exports.fetch = __nccwpck_require__(357).fetch;
exports.ProxyAgent = __nccwpck_require__(6553);
(__nccwpck_require__(1716).prototype).connect = __nccwpck_require__(1939);


/***/ }),

/***/ 9231:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { addAbortListener } = __nccwpck_require__(9203)
const { RequestAbortedError } = __nccwpck_require__(3092)

const kListener = Symbol('kListener')
const kSignal = Symbol('kSignal')

function abort (self) {
  if (self.abort) {
	self.abort(self[kSignal]?.reason)
  } else {
	self.reason = self[kSignal]?.reason ?? new RequestAbortedError()
  }
  removeSignal(self)
}

function addSignal (self, signal) {
  self.reason = null

  self[kSignal] = null
  self[kListener] = null

  if (!signal) {
	return
  }

  if (signal.aborted) {
	abort(self)
	return
  }

  self[kSignal] = signal
  self[kListener] = () => {
	abort(self)
  }

  addAbortListener(self[kSignal], self[kListener])
}

function removeSignal (self) {
  if (!self[kSignal]) {
	return
  }

  if ('removeEventListener' in self[kSignal]) {
	self[kSignal].removeEventListener('abort', self[kListener])
  } else {
	self[kSignal].removeListener('abort', self[kListener])
  }

  self[kSignal] = null
  self[kListener] = null
}

module.exports = {
  addSignal,
  removeSignal
}


/***/ }),

/***/ 1939:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const assert = __nccwpck_require__(4589)
const { AsyncResource } = __nccwpck_require__(6698)
const { InvalidArgumentError, SocketError } = __nccwpck_require__(3092)
const util = __nccwpck_require__(9203)
const { addSignal, removeSignal } = __nccwpck_require__(9231)

class ConnectHandler extends AsyncResource {
  constructor (opts, callback) {
	if (!opts || typeof opts !== 'object') {
      throw new InvalidArgumentError('invalid opts')
	}

	if (typeof callback !== 'function') {
      throw new InvalidArgumentError('invalid callback')
	}

	const { signal, opaque, responseHeaders } = opts

	if (signal && typeof signal.on !== 'function' && typeof signal.addEventListener !== 'function') {
      throw new InvalidArgumentError('signal must be an EventEmitter or EventTarget')
	}

	super('UNDICI_CONNECT')

	this.opaque = opaque || null
	this.responseHeaders = responseHeaders || null
	this.callback = callback
	this.abort = null

	addSignal(this, signal)
  }

  onRequestStart (controller, context) {
	if (this.reason) {
      controller.abort(this.reason)
      return
	}

	assert(this.callback)

	this.abort = (reason) => controller.abort(reason)
	this.context = context
  }

  onResponseStart () {
	throw new SocketError('bad connect', null)
  }

  onRequestUpgrade (controller, statusCode, headers, socket) {
	const { callback, opaque, context } = this

	removeSignal(this)

	this.callback = null

	let responseHeaders = headers
	const rawHeaders = controller?.rawHeaders
	if (responseHeaders != null) {
      responseHeaders = this.responseHeaders === 'raw'
		? util.parseRawHeaders(rawHeaders)
		: headers
	}

	this.runInAsyncScope(callback, null, null, {
      statusCode,
      headers: responseHeaders,
      socket,
      opaque,
      context
	})
  }

  onResponseError (_controller, err) {
	const { callback, opaque } = this

	removeSignal(this)

	if (callback) {
      this.callback = null
      queueMicrotask(() => {
		this.runInAsyncScope(callback, null, err, { opaque })
      })
	}
  }
}

function connect (opts, callback) {
  if (callback === undefined) {
	return new Promise((resolve, reject) => {
      connect.call(this, opts, (err, data) => {
		return err ? reject(err) : resolve(data)
      })
	})
  }

  try {
	const connectHandler = new ConnectHandler(opts, callback)
	const connectOptions = { ...opts, method: 'CONNECT' }
	this.dispatch(connectOptions, connectHandler)
  } catch (err) {
	if (typeof callback !== 'function') {
      throw err
	}
	const opaque = opts?.opaque
	queueMicrotask(() => callback(err, { opaque }))
  }
}

module.exports = connect


/***/ }),

/***/ 3657:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const net = __nccwpck_require__(7030)
const assert = __nccwpck_require__(4589)
const util = __nccwpck_require__(9203)
const { InvalidArgumentError, ConnectTimeoutError } = __nccwpck_require__(3092)

let tls // include tls conditionally since it is not always available


const SessionCache = class WeakSessionCache {
  constructor (maxCachedSessions) {
	this._maxCachedSessions = maxCachedSessions
	this._sessionCache = new Map()
	this._sessionRegistry = new FinalizationRegistry((key) => {
      if (this._sessionCache.size < this._maxCachedSessions) {
		return
      }

      const ref = this._sessionCache.get(key)
      if (ref !== undefined && ref.deref() === undefined) {
		this._sessionCache.delete(key)
      }
	})
  }

  get (sessionKey) {
	const ref = this._sessionCache.get(sessionKey)
	return ref ? ref.deref() : null
  }

  set (sessionKey, session) {
	if (this._maxCachedSessions === 0) {
      return
	}

	if (this._sessionCache.has(sessionKey)) {
      this._sessionCache.delete(sessionKey)
	} else if (this._sessionCache.size >= this._maxCachedSessions) {
      let evicted = false
      for (const [key, ref] of this._sessionCache) {
		if (ref.deref() === undefined) {
          this._sessionCache.delete(key)
          evicted = true
          break
		}
      }

      if (!evicted) {
		const oldest = this._sessionCache.keys().next()
		if (!oldest.done) {
          this._sessionCache.delete(oldest.value)
		}
      }
	}

	this._sessionCache.set(sessionKey, new WeakRef(session))
	this._sessionRegistry.register(session, sessionKey)
  }
}

function buildConnector ({ allowH2, preferH2, useH2c, maxCachedSessions, socketPath, timeout, session: customSession, ...opts }) {
  if (maxCachedSessions != null && (!Number.isInteger(maxCachedSessions) || maxCachedSessions < 0)) {
	throw new InvalidArgumentError('maxCachedSessions must be a positive integer or zero')
  }

  const options = { path: socketPath, ...opts }
  const sessionCache = new SessionCache(maxCachedSessions == null ? 100 : maxCachedSessions)
  timeout = timeout == null ? 10e3 : timeout
  allowH2 = allowH2 != null ? allowH2 : true
  return function connect ({ hostname, host, protocol, port, servername, localAddress, httpSocket }, callback) {
	let socket
	if (protocol === 'https:') {
      if (!tls) {
		tls = __nccwpck_require__(1692)
      }
      servername = servername || options.servername || util.getServerName(host) || null

      const sessionKey = servername || hostname
      assert(sessionKey)

      const session = customSession || sessionCache.get(sessionKey) || null

      port = port || 443

      socket = tls.connect({
		highWaterMark: 16384, // TLS in node can't have bigger HWM anyway...
		...options,
		servername,
		session,
		localAddress,
		ALPNProtocols: allowH2 ? (preferH2 ? ['h2', 'http/1.1'] : ['http/1.1', 'h2']) : ['http/1.1'],
		socket: httpSocket, // upgrade socket connection
		port,
		host: hostname
      })

      socket
		.on('session', function (session) {
          sessionCache.set(sessionKey, session)
		})
	} else {
      assert(!httpSocket, 'httpSocket can only be sent on TLS update')

      port = port || 80

      const connectOptions = {
		highWaterMark: 64 * 1024, // Same as nodejs fs streams.
		...options,
		localAddress,
		port,
		host: hostname
      }

      const family = net.isIP(hostname)
      if (family !== 0 && servername && servername !== hostname) {
		connectOptions.host = servername
		connectOptions.lookup = (_hostname, lookupOptions, cb) => {
          if (lookupOptions.all) {
			cb(null, [{ address: hostname, family }])
          } else {
			cb(null, hostname, family)
          }
		}
      }

      socket = net.connect(connectOptions)
      if (useH2c === true) {
		socket.alpnProtocol = 'h2'
      }
	}

	if (options.keepAlive == null || options.keepAlive) {
      const keepAliveInitialDelay = options.keepAliveInitialDelay === undefined ? 60e3 : options.keepAliveInitialDelay
      socket.setKeepAlive(true, keepAliveInitialDelay)
	}

	const clearConnectTimeout = util.setupConnectTimeout(new WeakRef(socket), { timeout, hostname, port })

	socket
      .setNoDelay(true)
      .once(protocol === 'https:' ? 'secureConnect' : 'connect', function () {
		queueMicrotask(clearConnectTimeout)

		if (callback) {
          const cb = callback
          callback = null
          cb(null, this)
		}
      })
      .on('error', function (err) {
		queueMicrotask(clearConnectTimeout)

		if (callback) {
          const cb = callback
          callback = null
          cb(maybeNormalizeConnectError(err, this, { timeout, hostname, port }))
		}
      })

	return socket
  }
}

function maybeNormalizeConnectError (err, socket, opts) {
  if (
	err instanceof AggregateError &&
	(err.code === 'ETIMEDOUT' || err.errors.some((e) => e != null && e.code === 'ETIMEDOUT'))
  ) {
	let message = 'Connect Timeout Error'
	if (Array.isArray(socket.autoSelectFamilyAttemptedAddresses)) {
      message += ` (attempted addresses: ${socket.autoSelectFamilyAttemptedAddresses.join(', ')},`
	} else {
      message += ` (attempted address: ${opts.hostname}:${opts.port},`
	}
	message += ` timeout: ${opts.timeout}ms)`

	const wrapped = new ConnectTimeoutError(message)
	wrapped.cause = err
	return wrapped
  }
  return err
}

module.exports = buildConnector


/***/ }),

/***/ 4574:
/***/ ((module) => {



const wellknownHeaderNames = /** @type {const} */ ([
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'Accept-Ranges',
  'Access-Control-Allow-Credentials',
  'Access-Control-Allow-Headers',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Origin',
  'Access-Control-Expose-Headers',
  'Access-Control-Max-Age',
  'Access-Control-Request-Headers',
  'Access-Control-Request-Method',
  'Age',
  'Allow',
  'Alt-Svc',
  'Alt-Used',
  'Authorization',
  'Cache-Control',
  'Clear-Site-Data',
  'Connection',
  'Content-Disposition',
  'Content-Encoding',
  'Content-Language',
  'Content-Length',
  'Content-Location',
  'Content-Range',
  'Content-Security-Policy',
  'Content-Security-Policy-Report-Only',
  'Content-Type',
  'Cookie',
  'Cross-Origin-Embedder-Policy',
  'Cross-Origin-Opener-Policy',
  'Cross-Origin-Resource-Policy',
  'Date',
  'Device-Memory',
  'Downlink',
  'ECT',
  'ETag',
  'Expect',
  'Expect-CT',
  'Expires',
  'Forwarded',
  'From',
  'Host',
  'If-Match',
  'If-Modified-Since',
  'If-None-Match',
  'If-Range',
  'If-Unmodified-Since',
  'Keep-Alive',
  'Last-Modified',
  'Link',
  'Location',
  'Max-Forwards',
  'Origin',
  'Permissions-Policy',
  'Pragma',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'RTT',
  'Range',
  'Referer',
  'Referrer-Policy',
  'Refresh',
  'Retry-After',
  'Sec-WebSocket-Accept',
  'Sec-WebSocket-Extensions',
  'Sec-WebSocket-Key',
  'Sec-WebSocket-Protocol',
  'Sec-WebSocket-Version',
  'Server',
  'Server-Timing',
  'Service-Worker-Allowed',
  'Service-Worker-Navigation-Preload',
  'Set-Cookie',
  'SourceMap',
  'Strict-Transport-Security',
  'Supports-Loading-Mode',
  'TE',
  'Timing-Allow-Origin',
  'Trailer',
  'Transfer-Encoding',
  'Upgrade',
  'Upgrade-Insecure-Requests',
  'User-Agent',
  'Vary',
  'Via',
  'WWW-Authenticate',
  'X-Content-Type-Options',
  'X-DNS-Prefetch-Control',
  'X-Frame-Options',
  'X-Permitted-Cross-Domain-Policies',
  'X-Powered-By',
  'X-Requested-With',
  'X-XSS-Protection'
])

const headerNameLowerCasedRecord = {}

Object.setPrototypeOf(headerNameLowerCasedRecord, null)

for (let i = 0; i < wellknownHeaderNames.length; ++i) {
  const key = wellknownHeaderNames[i]
  const lowerCasedKey = key.toLowerCase()
  headerNameLowerCasedRecord[key] = headerNameLowerCasedRecord[lowerCasedKey] =
	lowerCasedKey
}

const defaultWebSocketMaxFragments = 131072
const defaultWebSocketMaxPayloadSize = 128 * 1024 * 1024 // 128 MB

module.exports = {
  wellknownHeaderNames,
  headerNameLowerCasedRecord,
  defaultWebSocketMaxFragments,
  defaultWebSocketMaxPayloadSize
}


/***/ }),

/***/ 6883:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const diagnosticsChannel = __nccwpck_require__(3053)
const util = __nccwpck_require__(7975)

const undiciDebugLog = util.debuglog('undici')
const fetchDebuglog = util.debuglog('fetch')
const websocketDebuglog = util.debuglog('websocket')

const channels = {
  beforeConnect: diagnosticsChannel.channel('undici:client:beforeConnect'),
  connected: diagnosticsChannel.channel('undici:client:connected'),
  connectError: diagnosticsChannel.channel('undici:client:connectError'),
  sendHeaders: diagnosticsChannel.channel('undici:client:sendHeaders'),
  create: diagnosticsChannel.channel('undici:request:create'),
  bodySent: diagnosticsChannel.channel('undici:request:bodySent'),
  bodyChunkSent: diagnosticsChannel.channel('undici:request:bodyChunkSent'),
  bodyChunkReceived: diagnosticsChannel.channel('undici:request:bodyChunkReceived'),
  headers: diagnosticsChannel.channel('undici:request:headers'),
  trailers: diagnosticsChannel.channel('undici:request:trailers'),
  error: diagnosticsChannel.channel('undici:request:error'),
  open: diagnosticsChannel.channel('undici:websocket:open'),
  close: diagnosticsChannel.channel('undici:websocket:close'),
  socketError: diagnosticsChannel.channel('undici:websocket:socket_error'),
  ping: diagnosticsChannel.channel('undici:websocket:ping'),
  pong: diagnosticsChannel.channel('undici:websocket:pong'),
  proxyConnected: diagnosticsChannel.channel('undici:proxy:connected')
}

let isTrackingClientEvents = false

function trackClientEvents (debugLog = undiciDebugLog) {
  if (isTrackingClientEvents) {
	return
  }

  if (channels.beforeConnect.hasSubscribers || channels.connected.hasSubscribers ||
      channels.connectError.hasSubscribers || channels.sendHeaders.hasSubscribers) {
	isTrackingClientEvents = true
	return
  }

  isTrackingClientEvents = true

  diagnosticsChannel.subscribe('undici:client:beforeConnect',
	evt => {
      const {
		connectParams: { version, protocol, port, host }
      } = evt
      debugLog(
		'connecting to %s%s using %s%s',
		host,
		port ? `:${port}` : '',
		protocol,
		version
      )
	})

  diagnosticsChannel.subscribe('undici:client:connected',
	evt => {
      const {
		connectParams: { version, protocol, port, host }
      } = evt
      debugLog(
		'connected to %s%s using %s%s',
		host,
		port ? `:${port}` : '',
		protocol,
		version
      )
	})

  diagnosticsChannel.subscribe('undici:client:connectError',
	evt => {
      const {
		connectParams: { version, protocol, port, host },
		error
      } = evt
      debugLog(
		'connection to %s%s using %s%s errored - %s',
		host,
		port ? `:${port}` : '',
		protocol,
		version,
		error.message
      )
	})

  diagnosticsChannel.subscribe('undici:client:sendHeaders',
	evt => {
      const {
		request: { method, path, origin }
      } = evt
      debugLog('sending request to %s %s%s', method, origin, path)
	})
}

let isTrackingRequestEvents = false

function trackRequestEvents (debugLog = undiciDebugLog) {
  if (isTrackingRequestEvents) {
	return
  }

  if (channels.headers.hasSubscribers || channels.trailers.hasSubscribers ||
      channels.error.hasSubscribers) {
	isTrackingRequestEvents = true
	return
  }

  isTrackingRequestEvents = true

  diagnosticsChannel.subscribe('undici:request:headers',
	evt => {
      const {
		request: { method, path, origin },
		response: { statusCode }
      } = evt
      debugLog(
		'received response to %s %s%s - HTTP %d',
		method,
		origin,
		path,
		statusCode
      )
	})

  diagnosticsChannel.subscribe('undici:request:trailers',
	evt => {
      const {
		request: { method, path, origin }
      } = evt
      debugLog('trailers received from %s %s%s', method, origin, path)
	})

  diagnosticsChannel.subscribe('undici:request:error',
	evt => {
      const {
		request: { method, path, origin },
		error
      } = evt
      debugLog(
		'request to %s %s%s errored - %s',
		method,
		origin,
		path,
		error.message
      )
	})
}

let isTrackingWebSocketEvents = false

function trackWebSocketEvents (debugLog = websocketDebuglog) {
  if (isTrackingWebSocketEvents) {
	return
  }

  if (channels.open.hasSubscribers || channels.close.hasSubscribers ||
      channels.socketError.hasSubscribers || channels.ping.hasSubscribers ||
      channels.pong.hasSubscribers) {
	isTrackingWebSocketEvents = true
	return
  }

  isTrackingWebSocketEvents = true

  diagnosticsChannel.subscribe('undici:websocket:open',
	evt => {
      if (evt.address != null) {
		const { address, port } = evt.address
		debugLog('connection opened %s%s', address, port ? `:${port}` : '')
      } else {
		debugLog('connection opened')
      }
	})

  diagnosticsChannel.subscribe('undici:websocket:close',
	evt => {
      const { websocket, code, reason } = evt
      debugLog(
		'closed connection to %s - %s %s',
		websocket.url,
		code,
		reason
      )
	})

  diagnosticsChannel.subscribe('undici:websocket:socket_error',
	err => {
      debugLog('connection errored - %s', err.message)
	})

  diagnosticsChannel.subscribe('undici:websocket:ping',
	evt => {
      debugLog('ping received')
	})

  diagnosticsChannel.subscribe('undici:websocket:pong',
	evt => {
      debugLog('pong received')
	})
}

if (undiciDebugLog.enabled || fetchDebuglog.enabled) {
  trackClientEvents(fetchDebuglog.enabled ? fetchDebuglog : undiciDebugLog)
  trackRequestEvents(fetchDebuglog.enabled ? fetchDebuglog : undiciDebugLog)
}

if (websocketDebuglog.enabled) {
  trackClientEvents(undiciDebugLog.enabled ? undiciDebugLog : websocketDebuglog)
  trackWebSocketEvents(websocketDebuglog)
}

module.exports = {
  channels
}


/***/ }),

/***/ 3092:
/***/ ((module) => {



const kUndiciError = Symbol.for('undici.error.UND_ERR')
class UndiciError extends Error {
  constructor (message, options) {
	super(message, options)
	this.name = 'UndiciError'
	this.code = 'UND_ERR'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kUndiciError] === true
  }

  get [kUndiciError] () {
	return true
  }
}

const kConnectTimeoutError = Symbol.for('undici.error.UND_ERR_CONNECT_TIMEOUT')
class ConnectTimeoutError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'ConnectTimeoutError'
	this.message = message || 'Connect Timeout Error'
	this.code = 'UND_ERR_CONNECT_TIMEOUT'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kConnectTimeoutError] === true
  }

  get [kConnectTimeoutError] () {
	return true
  }
}

const kHeadersTimeoutError = Symbol.for('undici.error.UND_ERR_HEADERS_TIMEOUT')
class HeadersTimeoutError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'HeadersTimeoutError'
	this.message = message || 'Headers Timeout Error'
	this.code = 'UND_ERR_HEADERS_TIMEOUT'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kHeadersTimeoutError] === true
  }

  get [kHeadersTimeoutError] () {
	return true
  }
}

const kHeadersOverflowError = Symbol.for('undici.error.UND_ERR_HEADERS_OVERFLOW')
class HeadersOverflowError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'HeadersOverflowError'
	this.message = message || 'Headers Overflow Error'
	this.code = 'UND_ERR_HEADERS_OVERFLOW'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kHeadersOverflowError] === true
  }

  get [kHeadersOverflowError] () {
	return true
  }
}

const kBodyTimeoutError = Symbol.for('undici.error.UND_ERR_BODY_TIMEOUT')
class BodyTimeoutError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'BodyTimeoutError'
	this.message = message || 'Body Timeout Error'
	this.code = 'UND_ERR_BODY_TIMEOUT'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kBodyTimeoutError] === true
  }

  get [kBodyTimeoutError] () {
	return true
  }
}

const kInvalidArgumentError = Symbol.for('undici.error.UND_ERR_INVALID_ARG')
class InvalidArgumentError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'InvalidArgumentError'
	this.message = message || 'Invalid Argument Error'
	this.code = 'UND_ERR_INVALID_ARG'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kInvalidArgumentError] === true
  }

  get [kInvalidArgumentError] () {
	return true
  }
}

const kInvalidReturnValueError = Symbol.for('undici.error.UND_ERR_INVALID_RETURN_VALUE')
class InvalidReturnValueError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'InvalidReturnValueError'
	this.message = message || 'Invalid Return Value Error'
	this.code = 'UND_ERR_INVALID_RETURN_VALUE'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kInvalidReturnValueError] === true
  }

  get [kInvalidReturnValueError] () {
	return true
  }
}

const kAbortError = Symbol.for('undici.error.UND_ERR_ABORT')
class AbortError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'AbortError'
	this.message = message || 'The operation was aborted'
	this.code = 'UND_ERR_ABORT'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kAbortError] === true
  }

  get [kAbortError] () {
	return true
  }
}

const kRequestAbortedError = Symbol.for('undici.error.UND_ERR_ABORTED')
class RequestAbortedError extends AbortError {
  constructor (message) {
	super(message)
	this.name = 'AbortError'
	this.message = message || 'Request aborted'
	this.code = 'UND_ERR_ABORTED'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kRequestAbortedError] === true
  }

  get [kRequestAbortedError] () {
	return true
  }
}

const kInformationalError = Symbol.for('undici.error.UND_ERR_INFO')
class InformationalError extends UndiciError {
  constructor (message, options) {
	super(message, options)
	this.name = 'InformationalError'
	this.message = message || 'Request information'
	this.code = 'UND_ERR_INFO'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kInformationalError] === true
  }

  get [kInformationalError] () {
	return true
  }
}

const kRequestContentLengthMismatchError = Symbol.for('undici.error.UND_ERR_REQ_CONTENT_LENGTH_MISMATCH')
class RequestContentLengthMismatchError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'RequestContentLengthMismatchError'
	this.message = message || 'Request body length does not match content-length header'
	this.code = 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kRequestContentLengthMismatchError] === true
  }

  get [kRequestContentLengthMismatchError] () {
	return true
  }
}

const kResponseContentLengthMismatchError = Symbol.for('undici.error.UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
class ResponseContentLengthMismatchError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'ResponseContentLengthMismatchError'
	this.message = message || 'Response body length does not match content-length header'
	this.code = 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kResponseContentLengthMismatchError] === true
  }

  get [kResponseContentLengthMismatchError] () {
	return true
  }
}

const kClientDestroyedError = Symbol.for('undici.error.UND_ERR_DESTROYED')
class ClientDestroyedError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'ClientDestroyedError'
	this.message = message || 'The client is destroyed'
	this.code = 'UND_ERR_DESTROYED'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kClientDestroyedError] === true
  }

  get [kClientDestroyedError] () {
	return true
  }
}

const kClientClosedError = Symbol.for('undici.error.UND_ERR_CLOSED')
class ClientClosedError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'ClientClosedError'
	this.message = message || 'The client is closed'
	this.code = 'UND_ERR_CLOSED'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kClientClosedError] === true
  }

  get [kClientClosedError] () {
	return true
  }
}

const kSocketError = Symbol.for('undici.error.UND_ERR_SOCKET')
class SocketError extends UndiciError {
  constructor (message, socket) {
	super(message)
	this.name = 'SocketError'
	this.message = message || 'Socket error'
	this.code = 'UND_ERR_SOCKET'
	this.socket = socket
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kSocketError] === true
  }

  get [kSocketError] () {
	return true
  }
}

const kNotSupportedError = Symbol.for('undici.error.UND_ERR_NOT_SUPPORTED')
class NotSupportedError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'NotSupportedError'
	this.message = message || 'Not supported error'
	this.code = 'UND_ERR_NOT_SUPPORTED'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kNotSupportedError] === true
  }

  get [kNotSupportedError] () {
	return true
  }
}

const kBalancedPoolMissingUpstreamError = Symbol.for('undici.error.UND_ERR_BPL_MISSING_UPSTREAM')
class BalancedPoolMissingUpstreamError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'MissingUpstreamError'
	this.message = message || 'No upstream has been added to the BalancedPool'
	this.code = 'UND_ERR_BPL_MISSING_UPSTREAM'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kBalancedPoolMissingUpstreamError] === true
  }

  get [kBalancedPoolMissingUpstreamError] () {
	return true
  }
}

const kWebAssemblyNotSupportedError = Symbol.for('undici.error.ERR_WEBASSEMBLY_NOT_SUPPORTED')
class WebAssemblyNotSupportedError extends Error {
  constructor (message) {
	super(message || 'WebAssembly is not supported in this environment, but is required for HTTP/1 parsing')
	this.code = 'ERR_WEBASSEMBLY_NOT_SUPPORTED'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kWebAssemblyNotSupportedError] === true
  }

  get [kWebAssemblyNotSupportedError] () {
	return true
  }
}

const kHTTPParserError = Symbol.for('undici.error.UND_ERR_HTTP_PARSER')
class HTTPParserError extends Error {
  constructor (message, code, data) {
	super(message)
	this.name = 'HTTPParserError'
	this.code = code ? `HPE_${code}` : undefined
	this.data = data ? data.toString() : undefined
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kHTTPParserError] === true
  }

  get [kHTTPParserError] () {
	return true
  }
}

const kResponseExceededMaxSizeError = Symbol.for('undici.error.UND_ERR_RES_EXCEEDED_MAX_SIZE')
class ResponseExceededMaxSizeError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'ResponseExceededMaxSizeError'
	this.message = message || 'Response content exceeded max size'
	this.code = 'UND_ERR_RES_EXCEEDED_MAX_SIZE'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kResponseExceededMaxSizeError] === true
  }

  get [kResponseExceededMaxSizeError] () {
	return true
  }
}

const kRequestRetryError = Symbol.for('undici.error.UND_ERR_REQ_RETRY')
class RequestRetryError extends UndiciError {
  constructor (message, code, { headers, data }) {
	super(message)
	this.name = 'RequestRetryError'
	this.message = message || 'Request retry error'
	this.code = 'UND_ERR_REQ_RETRY'
	this.statusCode = code
	this.data = data
	this.headers = headers
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kRequestRetryError] === true
  }

  get [kRequestRetryError] () {
	return true
  }
}

const kResponseError = Symbol.for('undici.error.UND_ERR_RESPONSE')
class ResponseError extends UndiciError {
  constructor (message, code, { headers, body, bodyTruncated = false }) {
	super(message)
	this.name = 'ResponseError'
	this.message = message || 'Response error'
	this.code = 'UND_ERR_RESPONSE'
	this.statusCode = code
	this.body = body
	this.bodyTruncated = bodyTruncated
	this.headers = headers
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kResponseError] === true
  }

  get [kResponseError] () {
	return true
  }
}

const kSecureProxyConnectionError = Symbol.for('undici.error.UND_ERR_PRX_TLS')
class SecureProxyConnectionError extends UndiciError {
  constructor (cause, message, options = {}) {
	super(message, { cause, ...options })
	this.name = 'SecureProxyConnectionError'
	this.message = message || 'Secure Proxy Connection failed'
	this.code = 'UND_ERR_PRX_TLS'
	this.cause = cause
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kSecureProxyConnectionError] === true
  }

  get [kSecureProxyConnectionError] () {
	return true
  }
}

const kProxyConnectionError = Symbol.for('undici.error.UND_ERR_PRX_CONN')
class ProxyConnectionError extends UndiciError {
  constructor (cause, message, options = {}) {
	super(message, { cause, ...options })
	this.name = 'ProxyConnectionError'
	this.message = message || 'Proxy Connection failed'
	this.code = 'UND_ERR_PRX_CONN'
	this.cause = cause
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kProxyConnectionError] === true
  }

  get [kProxyConnectionError] () {
	return true
  }
}

const kMaxRedirectsError = Symbol.for('undici.error.UND_ERR_REDIRECT_MAX')
class MaxRedirectsError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'MaxRedirectsError'
	this.message = message || 'max redirects'
	this.code = 'UND_ERR_REDIRECT_MAX'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kMaxRedirectsError] === true
  }

  get [kMaxRedirectsError] () {
	return true
  }
}

const kMaxOriginsReachedError = Symbol.for('undici.error.UND_ERR_MAX_ORIGINS_REACHED')
class MaxOriginsReachedError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'MaxOriginsReachedError'
	this.message = message || 'Maximum allowed origins reached'
	this.code = 'UND_ERR_MAX_ORIGINS_REACHED'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kMaxOriginsReachedError] === true
  }

  get [kMaxOriginsReachedError] () {
	return true
  }
}

class Socks5ProxyError extends UndiciError {
  constructor (message, code) {
	super(message)
	this.name = 'Socks5ProxyError'
	this.message = message || 'SOCKS5 proxy error'
	this.code = code || 'UND_ERR_SOCKS5'
  }
}

const kMessageSizeExceededError = Symbol.for('undici.error.UND_ERR_WS_MESSAGE_SIZE_EXCEEDED')
class MessageSizeExceededError extends UndiciError {
  constructor (message) {
	super(message)
	this.name = 'MessageSizeExceededError'
	this.message = message || 'Max decompressed message size exceeded'
	this.code = 'UND_ERR_WS_MESSAGE_SIZE_EXCEEDED'
  }

  static [Symbol.hasInstance] (instance) {
	return instance && instance[kMessageSizeExceededError] === true
  }

  get [kMessageSizeExceededError] () {
	return true
  }
}

module.exports = {
  AbortError,
  WebAssemblyNotSupportedError,
  HTTPParserError,
  UndiciError,
  HeadersTimeoutError,
  HeadersOverflowError,
  BodyTimeoutError,
  RequestContentLengthMismatchError,
  ConnectTimeoutError,
  InvalidArgumentError,
  InvalidReturnValueError,
  RequestAbortedError,
  ClientDestroyedError,
  ClientClosedError,
  InformationalError,
  SocketError,
  NotSupportedError,
  ResponseContentLengthMismatchError,
  BalancedPoolMissingUpstreamError,
  ResponseExceededMaxSizeError,
  RequestRetryError,
  ResponseError,
  SecureProxyConnectionError,
  ProxyConnectionError,
  MaxOriginsReachedError,
  MaxRedirectsError,
  Socks5ProxyError,
  MessageSizeExceededError
}


/***/ }),

/***/ 9450:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const {
  InvalidArgumentError,
  NotSupportedError
} = __nccwpck_require__(3092)
const assert = __nccwpck_require__(4589)
const {
  isValidHTTPToken,
  isValidHeaderValue,
  isStream,
  destroy,
  isBuffer,
  isFormDataLike,
  isIterable,
  hasSafeIterator,
  isBlobLike,
  serializePathWithQuery,
  parseHeaders,
  assertRequestHandler,
  getServerName,
  normalizedMethodRecords,
  getProtocolFromUrlString
} = __nccwpck_require__(9203)
const { channels } = __nccwpck_require__(6883)
const { headerNameLowerCasedRecord } = __nccwpck_require__(4574)

const invalidPathRegex = /[^\u0021-\u00ff]/

function isValidContentLengthHeaderValue (val) {
  if (typeof val !== 'string' || val.length === 0) {
	return false
  }

  for (let i = 0; i < val.length; i++) {
	const charCode = val.charCodeAt(i)
	if (charCode < 48 || charCode > 57) {
      return false
	}
  }

  return true
}

const kHandler = Symbol('handler')
const kController = Symbol('controller')
const kResume = Symbol('resume')

class RequestController {
  #paused = false
  #reason = null
  #aborted = false
  #abort

  [kResume] = null

  rawHeaders = null
  rawTrailers = null

  constructor (abort) {
	this.#abort = abort
  }

  pause () {
	this.#paused = true
  }

  resume () {
	if (this.#paused) {
      this.#paused = false
      this[kResume]?.()
	}
  }

  abort (reason) {
	if (!this.#aborted) {
      this.#aborted = true
      this.#reason = reason
      this.#abort(reason)
	}
  }

  get aborted () {
	return this.#aborted
  }

  get reason () {
	return this.#reason
  }

  get paused () {
	return this.#paused
  }
}

class Request {
  constructor (origin, {
	path,
	method,
	body,
	headers,
	query,
	idempotent,
	blocking,
	upgrade,
	headersTimeout,
	bodyTimeout,
	reset,
	expectContinue,
	servername,
	throwOnError,
	maxRedirections,
	typeOfService
  }, handler) {
	if (typeof path !== 'string') {
      throw new InvalidArgumentError('path must be a string')
	} else if (
      path[0] !== '/' &&
      !(path.startsWith('http://') || path.startsWith('https://')) &&
      method !== 'CONNECT'
	) {
      throw new InvalidArgumentError('path must be an absolute URL or start with a slash')
	} else if (invalidPathRegex.test(path)) {
      throw new InvalidArgumentError('invalid request path')
	}

	if (typeof method !== 'string') {
      throw new InvalidArgumentError('method must be a string')
	} else if (normalizedMethodRecords[method] === undefined && !isValidHTTPToken(method)) {
      throw new InvalidArgumentError('invalid request method')
	}

	if (upgrade && typeof upgrade !== 'string') {
      throw new InvalidArgumentError('upgrade must be a string')
	}

	if (upgrade && !isValidHeaderValue(upgrade)) {
      throw new InvalidArgumentError('invalid upgrade header')
	}

	if (headersTimeout != null && (!Number.isFinite(headersTimeout) || headersTimeout < 0)) {
      throw new InvalidArgumentError('invalid headersTimeout')
	}

	if (bodyTimeout != null && (!Number.isFinite(bodyTimeout) || bodyTimeout < 0)) {
      throw new InvalidArgumentError('invalid bodyTimeout')
	}

	if (reset != null && typeof reset !== 'boolean') {
      throw new InvalidArgumentError('invalid reset')
	}

	if (expectContinue != null && typeof expectContinue !== 'boolean') {
      throw new InvalidArgumentError('invalid expectContinue')
	}

	if (throwOnError != null) {
      throw new InvalidArgumentError('invalid throwOnError')
	}

	if (maxRedirections != null && maxRedirections !== 0) {
      throw new InvalidArgumentError('maxRedirections is not supported, use the redirect interceptor')
	}

	if (typeOfService != null && (!Number.isInteger(typeOfService) || typeOfService < 0 || typeOfService > 255)) {
      throw new InvalidArgumentError('typeOfService must be an integer between 0 and 255')
	}

	this.headersTimeout = headersTimeout

	this.bodyTimeout = bodyTimeout

	this.method = method

	this.typeOfService = typeOfService

	this.abort = null

	if (body == null) {
      this.body = null
	} else if (isStream(body)) {
      this.body = body

      const rState = this.body._readableState
      if (!rState || !rState.autoDestroy) {
		this.endHandler = function autoDestroy () {
          destroy(this)
		}
		this.body.on('end', this.endHandler)
      }

      this.errorHandler = err => {
		if (this.abort) {
          this.abort(err)
		} else {
          this.error = err
		}
      }
      this.body.on('error', this.errorHandler)
	} else if (isBuffer(body)) {
      this.body = body.byteLength ? body : null
	} else if (ArrayBuffer.isView(body)) {
      this.body = body.buffer.byteLength ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : null
	} else if (body instanceof ArrayBuffer) {
      this.body = body.byteLength ? Buffer.from(body) : null
	} else if (typeof body === 'string') {
      this.body = body.length ? Buffer.from(body) : null
	} else if (isFormDataLike(body)) {
      if (!isUndiciFormData(body)) {
		throw new InvalidArgumentError('body must be a FormData created by this undici package instance; FormData from other sources, such as the built-in FormData provided by Node.js, is not supported')
      }
      this.body = body
	} else if (isIterable(body) || isBlobLike(body)) {
      this.body = body
	} else {
      throw new InvalidArgumentError('body must be a string, a Buffer, a Readable stream, an iterable, or an async iterable')
	}

	this.completed = false
	this.aborted = false

	this.upgrade = upgrade || null

	this.path = query ? serializePathWithQuery(path, query) : path

	this.origin = origin

	this.protocol = getProtocolFromUrlString(origin)

	this.idempotent = idempotent == null
      ? method === 'HEAD' || method === 'GET' || method === 'QUERY'
      : idempotent

	this.blocking = blocking ?? this.method !== 'HEAD'

	this.reset = reset == null ? null : reset

	this.host = null

	this.contentLength = null

	this.contentType = null

	this.headers = []

	this.expectContinue = expectContinue != null ? expectContinue : false

	if (Array.isArray(headers)) {
      if (headers.length % 2 !== 0) {
		throw new InvalidArgumentError('headers array must be even')
      }
      for (let i = 0; i < headers.length; i += 2) {
		processHeader(this, headers[i], headers[i + 1])
      }
	} else if (headers && typeof headers === 'object') {
      if (hasSafeIterator(headers)) {
		for (const header of headers) {
          if (!Array.isArray(header) || header.length !== 2) {
			throw new InvalidArgumentError('headers must be in key-value pair format')
          }
          processHeader(this, header[0], header[1])
		}
      } else {
		const keys = Object.keys(headers)
		for (let i = 0; i < keys.length; ++i) {
          processHeader(this, keys[i], headers[keys[i]])
		}
      }
	} else if (headers != null) {
      throw new InvalidArgumentError('headers must be an object or an array')
	}

	assertRequestHandler(handler, method, upgrade)

	this.servername = servername || getServerName(this.host) || null

	this[kHandler] = handler

	if (channels.create.hasSubscribers) {
      channels.create.publish({ request: this })
	}
  }

  onBodySent (chunk) {
	if (channels.bodyChunkSent.hasSubscribers) {
      channels.bodyChunkSent.publish({ request: this, chunk })
	}
	if (this[kHandler].onBodySent) {
      try {
		return this[kHandler].onBodySent(chunk)
      } catch (err) {
		this.abort(err)
      }
	}
  }

  onRequestSent () {
	if (channels.bodySent.hasSubscribers) {
      channels.bodySent.publish({ request: this })
	}

	if (this[kHandler].onRequestSent) {
      try {
		return this[kHandler].onRequestSent()
      } catch (err) {
		this.abort(err)
      }
	}
  }

  onRequestStart (abort, context) {
	assert(!this.aborted)
	assert(!this.completed)

	this[kController] = new RequestController(abort)

	if (this.error) {
      this[kController].abort(this.error)
      return
	}

	this.abort = abort
	return this[kHandler].onRequestStart(this[kController], context)
  }

  onResponseStarted () {
	return this[kHandler].onResponseStarted?.()
  }

  onResponseStart (statusCode, headers, resume, statusText) {
	assert(!this.aborted)
	assert(!this.completed)

	if (channels.headers.hasSubscribers) {
      channels.headers.publish({ request: this, response: { statusCode, headers, statusText } })
	}

	const controller = this[kController]
	if (controller) {
      controller[kResume] = resume
      controller.rawHeaders = headers
	}

	const parsedHeaders = Array.isArray(headers) ? parseHeaders(headers) : headers

	try {
      this[kHandler].onResponseStart?.(controller, statusCode, parsedHeaders, statusText)
      return !controller?.paused
	} catch (err) {
      this.abort(err)
      return false
	}
  }

  onResponseData (chunk) {
	assert(!this.aborted)
	assert(!this.completed)

	if (channels.bodyChunkReceived.hasSubscribers) {
      channels.bodyChunkReceived.publish({ request: this, chunk })
	}

	const controller = this[kController]
	try {
      this[kHandler].onResponseData?.(controller, chunk)
      return !controller?.paused
	} catch (err) {
      this.abort(err)
      return false
	}
  }

  onRequestUpgrade (statusCode, headers, socket, statusText = '') {
	this.onFinally()

	assert(!this.aborted)
	assert(!this.completed)

	if (channels.headers.hasSubscribers) {
      channels.headers.publish({ request: this, response: { statusCode, headers, statusText } })
	}

	const controller = this[kController]
	if (controller) {
      controller.rawHeaders = headers
	}

	const parsedHeaders = Array.isArray(headers) ? parseHeaders(headers) : headers

	const result = this[kHandler].onRequestUpgrade?.(controller, statusCode, parsedHeaders, socket)

	if (!this.aborted) {
      this.completed = true
      if (channels.trailers.hasSubscribers) {
		channels.trailers.publish({ request: this, trailers: [] })
      }
	}

	return result
  }

  onResponseEnd (trailers) {
	this.onFinally()

	assert(!this.aborted)
	assert(!this.completed)

	this.completed = true
	if (channels.trailers.hasSubscribers) {
      channels.trailers.publish({ request: this, trailers })
	}

	const controller = this[kController]
	if (controller) {
      controller.rawTrailers = trailers
	}

	const parsedTrailers = Array.isArray(trailers) ? parseHeaders(trailers) : trailers

	try {
      return this[kHandler].onResponseEnd?.(controller, parsedTrailers)
	} catch (err) {
      this.onResponseError(err)
	}
  }

  onResponseError (error) {
	this.onFinally()

	if (channels.error.hasSubscribers) {
      channels.error.publish({ request: this, error })
	}

	if (this.aborted) {
      return
	}
	this.aborted = true

	const controller = this[kController]

	return this[kHandler].onResponseError?.(controller, error)
  }

  onFinally () {
	if (this.errorHandler) {
      this.body.off('error', this.errorHandler)
      this.errorHandler = null
	}

	if (this.endHandler) {
      this.body.off('end', this.endHandler)
      this.endHandler = null
	}
  }

  addHeader (key, value) {
	processHeader(this, key, value)
	return this
  }
}

function processHeader (request, key, val) {
  if (val && (typeof val === 'object' && !Array.isArray(val))) {
	throw new InvalidArgumentError(`invalid ${key} header`)
  } else if (val === undefined) {
	return
  }

  let headerName = headerNameLowerCasedRecord[key]

  if (headerName === undefined) {
	headerName = key.toLowerCase()
	if (headerNameLowerCasedRecord[headerName] === undefined && !isValidHTTPToken(headerName)) {
      throw new InvalidArgumentError('invalid header key')
	}
  }

  if (Array.isArray(val)) {
	const arr = []
	for (let i = 0; i < val.length; i++) {
      if (typeof val[i] === 'string') {
		if (!isValidHeaderValue(val[i])) {
          throw new InvalidArgumentError(`invalid ${key} header`)
		}
		arr.push(val[i])
      } else if (val[i] === null) {
		arr.push('')
      } else if (typeof val[i] === 'object') {
		throw new InvalidArgumentError(`invalid ${key} header`)
      } else {
		const str = `${val[i]}`
		if (!isValidHeaderValue(str)) {
          throw new InvalidArgumentError(`invalid ${key} header`)
		}
		arr.push(str)
      }
	}
	val = arr
  } else if (typeof val === 'string') {
	if (!isValidHeaderValue(val)) {
      throw new InvalidArgumentError(`invalid ${key} header`)
	}
  } else if (val === null) {
	val = ''
  } else {
	val = `${val}`
	if (!isValidHeaderValue(val)) {
      throw new InvalidArgumentError(`invalid ${key} header`)
	}
  }

  if (headerName === 'host') {
	if (request.host !== null) {
      throw new InvalidArgumentError('duplicate host header')
	}
	if (typeof val !== 'string') {
      throw new InvalidArgumentError('invalid host header')
	}
	request.host = val
  } else if (headerName === 'content-length') {
	if (request.contentLength !== null) {
      throw new InvalidArgumentError('duplicate content-length header')
	}
	if (!isValidContentLengthHeaderValue(val)) {
      throw new InvalidArgumentError('invalid content-length header')
	}
	request.contentLength = parseInt(val, 10)
  } else if (request.contentType === null && headerName === 'content-type') {
	request.contentType = val
	request.headers.push(key, val)
  } else if (headerName === 'transfer-encoding' || headerName === 'keep-alive' || headerName === 'upgrade') {
	throw new InvalidArgumentError(`invalid ${headerName} header`)
  } else if (headerName === 'connection') {
	const value = typeof val === 'string' ? val : null
	if (value === null) {
      throw new InvalidArgumentError('invalid connection header')
	}

	for (const token of value.toLowerCase().split(',')) {
      const trimmed = token.trim()
      if (!isValidHTTPToken(trimmed)) {
		throw new InvalidArgumentError('invalid connection header')
      }
      if (trimmed === 'close') {
		request.reset = true
      }
	}
  } else if (headerName === 'expect') {
	throw new NotSupportedError('expect header not supported')
  } else {
	request.headers.push(key, val)
  }
}

let isFormData

function isUndiciFormData (body) {
  if (isFormData === undefined) {
	__nccwpck_require__(583)
	isFormData = (__nccwpck_require__(8314).webidl).is.FormData
  }
  return isFormData(body)
}

module.exports = Request


/***/ }),

/***/ 5507:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { EventEmitter } = __nccwpck_require__(8474)
const { Buffer } = __nccwpck_require__(4573)
const { InvalidArgumentError, Socks5ProxyError } = __nccwpck_require__(3092)
const { debuglog } = __nccwpck_require__(7975)
const { parseAddress } = __nccwpck_require__(2571)

const debug = debuglog('undici:socks5')
const EMPTY_BUFFER = Buffer.alloc(0)

const SOCKS_VERSION = 0x05

const AUTH_METHODS = {
  NO_AUTH: 0x00,
  GSSAPI: 0x01,
  USERNAME_PASSWORD: 0x02,
  NO_ACCEPTABLE: 0xFF
}

const COMMANDS = {
  CONNECT: 0x01,
  BIND: 0x02,
  UDP_ASSOCIATE: 0x03
}

const ADDRESS_TYPES = {
  IPV4: 0x01,
  DOMAIN: 0x03,
  IPV6: 0x04
}

const REPLY_CODES = {
  SUCCEEDED: 0x00,
  GENERAL_FAILURE: 0x01,
  CONNECTION_NOT_ALLOWED: 0x02,
  NETWORK_UNREACHABLE: 0x03,
  HOST_UNREACHABLE: 0x04,
  CONNECTION_REFUSED: 0x05,
  TTL_EXPIRED: 0x06,
  COMMAND_NOT_SUPPORTED: 0x07,
  ADDRESS_TYPE_NOT_SUPPORTED: 0x08
}

const STATES = {
  INITIAL: 'initial',
  HANDSHAKING: 'handshaking',
  AUTHENTICATING: 'authenticating',
  AUTHENTICATED: 'authenticated',
  CONNECTING: 'connecting',
  CONNECTED: 'connected',
  ERROR: 'error',
  CLOSED: 'closed'
}

class Socks5Client extends EventEmitter {
  constructor (socket, options = {}) {
	super()

	if (!socket) {
      throw new InvalidArgumentError('socket is required')
	}

	this.socket = socket
	this.options = options
	this.state = STATES.INITIAL
	this.buffer = EMPTY_BUFFER
	this.onSocketData = this.onData.bind(this)
	this.onSocketError = this.onError.bind(this)
	this.onSocketClose = this.onClose.bind(this)

	this.authMethods = []
	if (options.username && options.password) {
      this.authMethods.push(AUTH_METHODS.USERNAME_PASSWORD)
	}
	this.authMethods.push(AUTH_METHODS.NO_AUTH)

	this.socket.on('data', this.onSocketData)
	this.socket.on('error', this.onSocketError)
	this.socket.on('close', this.onSocketClose)
  }

  onData (data) {
	debug('received data', data.length, 'bytes in state', this.state)
	this.buffer = Buffer.concat([this.buffer, data])

	try {
      switch (this.state) {
		case STATES.HANDSHAKING:
          this.handleHandshakeResponse()
          break
		case STATES.AUTHENTICATING:
          this.handleAuthResponse()
          break
		case STATES.CONNECTING:
          this.handleConnectResponse()
          break
      }
	} catch (err) {
      this.onError(err)
	}
  }

  onError (err) {
	debug('socket error', err)
	this.state = STATES.ERROR
	this.emit('error', err)
	this.destroy()
  }

  onClose () {
	debug('socket closed')
	this.state = STATES.CLOSED
	this.emit('close')
  }

  destroy () {
	if (this.socket && !this.socket.destroyed) {
      this.socket.destroy()
	}
  }

  markAuthenticated () {
	this.state = STATES.AUTHENTICATED
	this.emit('authenticated')
  }

  handshake () {
	if (this.state !== STATES.INITIAL) {
      throw new InvalidArgumentError('Handshake already started')
	}

	debug('starting handshake with', this.authMethods.length, 'auth methods')
	this.state = STATES.HANDSHAKING

	const request = Buffer.alloc(2 + this.authMethods.length)
	request[0] = SOCKS_VERSION
	request[1] = this.authMethods.length
	this.authMethods.forEach((method, i) => {
      request[2 + i] = method
	})

	this.socket.write(request)
  }

  handleHandshakeResponse () {
	if (this.buffer.length < 2) {
      return // Not enough data yet
	}

	const version = this.buffer[0]
	const method = this.buffer[1]

	if (version !== SOCKS_VERSION) {
      throw new Socks5ProxyError(`Invalid SOCKS version: ${version}`, 'UND_ERR_SOCKS5_VERSION')
	}

	if (method === AUTH_METHODS.NO_ACCEPTABLE) {
      throw new Socks5ProxyError('No acceptable authentication method', 'UND_ERR_SOCKS5_AUTH_REJECTED')
	}

	this.buffer = this.buffer.subarray(2)
	debug('server selected auth method', method)

	if (method === AUTH_METHODS.NO_AUTH) {
      this.markAuthenticated()
	} else if (method === AUTH_METHODS.USERNAME_PASSWORD) {
      this.state = STATES.AUTHENTICATING
      this.sendAuthRequest()
	} else {
      throw new Socks5ProxyError(`Unsupported authentication method: ${method}`, 'UND_ERR_SOCKS5_AUTH_METHOD')
	}
  }

  sendAuthRequest () {
	const { username, password } = this.options

	if (!username || !password) {
      throw new InvalidArgumentError('Username and password required for authentication')
	}

	debug('sending username/password auth')

	const usernameBuffer = Buffer.from(username)
	const passwordBuffer = Buffer.from(password)

	if (usernameBuffer.length > 255 || passwordBuffer.length > 255) {
      throw new InvalidArgumentError('Username or password too long')
	}

	const request = Buffer.alloc(3 + usernameBuffer.length + passwordBuffer.length)
	request[0] = 0x01 // Sub-negotiation version
	request[1] = usernameBuffer.length
	usernameBuffer.copy(request, 2)
	request[2 + usernameBuffer.length] = passwordBuffer.length
	passwordBuffer.copy(request, 3 + usernameBuffer.length)

	this.socket.write(request)
  }

  handleAuthResponse () {
	if (this.buffer.length < 2) {
      return // Not enough data yet
	}

	const version = this.buffer[0]
	const status = this.buffer[1]

	if (version !== 0x01) {
      throw new Socks5ProxyError(`Invalid auth sub-negotiation version: ${version}`, 'UND_ERR_SOCKS5_AUTH_VERSION')
	}

	if (status !== 0x00) {
      throw new Socks5ProxyError('Authentication failed', 'UND_ERR_SOCKS5_AUTH_FAILED')
	}

	this.buffer = this.buffer.subarray(2)
	debug('authentication successful')
	this.markAuthenticated()
  }

  connect (address, port) {
	if (this.state === STATES.CONNECTING || this.state === STATES.CONNECTED) {
      throw new InvalidArgumentError('Connection already in progress')
	}

	if (this.state !== STATES.AUTHENTICATED) {
      throw new InvalidArgumentError('Client must be authenticated before CONNECT')
	}

	debug('connecting to', address, port)
	this.state = STATES.CONNECTING

	const request = this.buildConnectRequest(COMMANDS.CONNECT, address, port)
	this.socket.write(request)
  }

  buildConnectRequest (command, address, port) {
	const { type: addressType, buffer: addressBuffer } = parseAddress(address)

	const request = Buffer.alloc(4 + addressBuffer.length + 2)
	request[0] = SOCKS_VERSION
	request[1] = command
	request[2] = 0x00 // Reserved
	request[3] = addressType
	addressBuffer.copy(request, 4)
	request.writeUInt16BE(port, 4 + addressBuffer.length)

	return request
  }

  handleConnectResponse () {
	if (this.buffer.length < 4) {
      return // Not enough data for header
	}

	const version = this.buffer[0]
	const reply = this.buffer[1]
	const addressType = this.buffer[3]

	if (version !== SOCKS_VERSION) {
      throw new Socks5ProxyError(`Invalid SOCKS version in reply: ${version}`, 'UND_ERR_SOCKS5_REPLY_VERSION')
	}

	let responseLength = 4 // VER + REP + RSV + ATYP
	if (addressType === ADDRESS_TYPES.IPV4) {
      responseLength += 4 + 2 // IPv4 + port
	} else if (addressType === ADDRESS_TYPES.DOMAIN) {
      if (this.buffer.length < 5) {
		return // Need domain length byte
      }
      responseLength += 1 + this.buffer[4] + 2 // length byte + domain + port
	} else if (addressType === ADDRESS_TYPES.IPV6) {
      responseLength += 16 + 2 // IPv6 + port
	} else {
      throw new Socks5ProxyError(`Invalid address type in reply: ${addressType}`, 'UND_ERR_SOCKS5_ADDR_TYPE')
	}

	if (this.buffer.length < responseLength) {
      return // Not enough data for full response
	}

	if (reply !== REPLY_CODES.SUCCEEDED) {
      const errorMessage = this.getReplyErrorMessage(reply)
      throw new Socks5ProxyError(`SOCKS5 connection failed: ${errorMessage}`, `UND_ERR_SOCKS5_REPLY_${reply}`)
	}

	let boundAddress
	let offset = 4

	if (addressType === ADDRESS_TYPES.IPV4) {
      boundAddress = Array.from(this.buffer.subarray(offset, offset + 4)).join('.')
      offset += 4
	} else if (addressType === ADDRESS_TYPES.DOMAIN) {
      const domainLength = this.buffer[offset]
      offset += 1
      boundAddress = this.buffer.subarray(offset, offset + domainLength).toString()
      offset += domainLength
	} else if (addressType === ADDRESS_TYPES.IPV6) {
      const parts = []
      for (let i = 0; i < 8; i++) {
		const value = this.buffer.readUInt16BE(offset + i * 2)
		parts.push(value.toString(16))
      }
      boundAddress = parts.join(':')
      offset += 16
	}

	const boundPort = this.buffer.readUInt16BE(offset)

	this.buffer = EMPTY_BUFFER
	this.state = STATES.CONNECTED
	this.socket.removeListener('data', this.onSocketData)

	debug('connected, bound address:', boundAddress, 'port:', boundPort)
	this.emit('connected', { address: boundAddress, port: boundPort })
  }

  getReplyErrorMessage (reply) {
	switch (reply) {
      case REPLY_CODES.GENERAL_FAILURE:
		return 'General SOCKS server failure'
      case REPLY_CODES.CONNECTION_NOT_ALLOWED:
		return 'Connection not allowed by ruleset'
      case REPLY_CODES.NETWORK_UNREACHABLE:
		return 'Network unreachable'
      case REPLY_CODES.HOST_UNREACHABLE:
		return 'Host unreachable'
      case REPLY_CODES.CONNECTION_REFUSED:
		return 'Connection refused'
      case REPLY_CODES.TTL_EXPIRED:
		return 'TTL expired'
      case REPLY_CODES.COMMAND_NOT_SUPPORTED:
		return 'Command not supported'
      case REPLY_CODES.ADDRESS_TYPE_NOT_SUPPORTED:
		return 'Address type not supported'
      default:
		return `Unknown error code: ${reply}`
	}
  }
}

module.exports = {
  Socks5Client,
  AUTH_METHODS,
  COMMANDS,
  ADDRESS_TYPES,
  REPLY_CODES,
  STATES
}


/***/ }),

/***/ 2571:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { Buffer } = __nccwpck_require__(4573)
const net = __nccwpck_require__(7030)
const { InvalidArgumentError } = __nccwpck_require__(3092)

function parseAddress (address) {
  if (net.isIPv4(address)) {
	const parts = address.split('.').map(Number)
	return {
      type: 0x01, // IPv4
      buffer: Buffer.from(parts)
	}
  }

  if (net.isIPv6(address)) {
	return {
      type: 0x04, // IPv6
      buffer: parseIPv6(address)
	}
  }

  const domainBuffer = Buffer.from(address, 'utf8')
  if (domainBuffer.length > 255) {
	throw new InvalidArgumentError('Domain name too long (max 255 bytes)')
  }

  return {
	type: 0x03, // Domain
	buffer: Buffer.concat([Buffer.from([domainBuffer.length]), domainBuffer])
  }
}

function parseIPv6 (address) {
  const buffer = Buffer.alloc(16)
  let normalizedAddress = address

  if (address.includes('.')) {
	const lastColonIndex = address.lastIndexOf(':')
	const ipv4Part = address.slice(lastColonIndex + 1)

	if (net.isIPv4(ipv4Part)) {
      const octets = ipv4Part.split('.').map(Number)
      const high = ((octets[0] << 8) | octets[1]).toString(16)
      const low = ((octets[2] << 8) | octets[3]).toString(16)
      normalizedAddress = `${address.slice(0, lastColonIndex)}:${high}:${low}`
	}
  }

  const doubleColonIndex = normalizedAddress.indexOf('::')
  if (doubleColonIndex !== -1) {
	const before = normalizedAddress.slice(0, doubleColonIndex)
	const after = normalizedAddress.slice(doubleColonIndex + 2)
	const beforeParts = before === '' ? [] : before.split(':')
	const afterParts = after === '' ? [] : after.split(':')

	let bufferIndex = 0
	for (const part of beforeParts) {
      buffer.writeUInt16BE(parseInt(part, 16), bufferIndex)
      bufferIndex += 2
	}
	bufferIndex = 16 - afterParts.length * 2
	for (const part of afterParts) {
      buffer.writeUInt16BE(parseInt(part, 16), bufferIndex)
      bufferIndex += 2
	}
  } else {
	const parts = normalizedAddress.split(':')
	for (let i = 0; i < parts.length; i++) {
      buffer.writeUInt16BE(parseInt(parts[i], 16), i * 2)
	}
  }

  return buffer
}

function buildAddressBuffer (type, addressBuffer, port) {
  const portBuffer = Buffer.allocUnsafe(2)
  portBuffer.writeUInt16BE(port, 0)

  return Buffer.concat([
	Buffer.from([type]),
	addressBuffer,
	portBuffer
  ])
}

function parseResponseAddress (buffer, offset = 0) {
  if (buffer.length < offset + 1) {
	throw new InvalidArgumentError('Buffer too small to contain address type')
  }

  const addressType = buffer[offset]
  let address
  let currentOffset = offset + 1

  switch (addressType) {
	case 0x01: { // IPv4
      if (buffer.length < currentOffset + 6) {
		throw new InvalidArgumentError('Buffer too small for IPv4 address')
      }
      address = Array.from(buffer.subarray(currentOffset, currentOffset + 4)).join('.')
      currentOffset += 4
      break
	}

	case 0x03: { // Domain
      if (buffer.length < currentOffset + 1) {
		throw new InvalidArgumentError('Buffer too small for domain length')
      }
      const domainLength = buffer[currentOffset]
      currentOffset += 1

      if (buffer.length < currentOffset + domainLength + 2) {
		throw new InvalidArgumentError('Buffer too small for domain address')
      }
      address = buffer.subarray(currentOffset, currentOffset + domainLength).toString('utf8')
      currentOffset += domainLength
      break
	}

	case 0x04: { // IPv6
      if (buffer.length < currentOffset + 18) {
		throw new InvalidArgumentError('Buffer too small for IPv6 address')
      }
      const parts = []
      for (let i = 0; i < 8; i++) {
		const value = buffer.readUInt16BE(currentOffset + i * 2)
		parts.push(value.toString(16))
      }
      address = parts.join(':')
      currentOffset += 16
      break
	}

	default:
      throw new InvalidArgumentError(`Invalid address type: ${addressType}`)
  }

  if (buffer.length < currentOffset + 2) {
	throw new InvalidArgumentError('Buffer too small for port')
  }
  const port = buffer.readUInt16BE(currentOffset)
  currentOffset += 2

  return {
	address,
	port,
	bytesRead: currentOffset - offset
  }
}

function createReplyError (replyCode) {
  const messages = {
	0x01: 'General SOCKS server failure',
	0x02: 'Connection not allowed by ruleset',
	0x03: 'Network unreachable',
	0x04: 'Host unreachable',
	0x05: 'Connection refused',
	0x06: 'TTL expired',
	0x07: 'Command not supported',
	0x08: 'Address type not supported'
  }

  const message = messages[replyCode] || `Unknown SOCKS5 error code: ${replyCode}`
  const error = new Error(message)
  error.code = `SOCKS5_${replyCode}`
  return error
}

module.exports = {
  parseAddress,
  parseIPv6,
  buildAddressBuffer,
  parseResponseAddress,
  createReplyError
}


/***/ }),

/***/ 6478:
/***/ ((module) => {



module.exports = {
  kClose: Symbol('close'),
  kDestroy: Symbol('destroy'),
  kDispatch: Symbol('dispatch'),
  kUrl: Symbol('url'),
  kRequestOrigin: Symbol('request origin'),
  kRedirectCacheControl: Symbol('redirect cache control'),
  kOriginless: Symbol('originless'),
  kWriting: Symbol('writing'),
  kResuming: Symbol('resuming'),
  kQueue: Symbol('queue'),
  kConnect: Symbol('connect'),
  kConnecting: Symbol('connecting'),
  kKeepAliveDefaultTimeout: Symbol('default keep alive timeout'),
  kKeepAliveMaxTimeout: Symbol('max keep alive timeout'),
  kKeepAliveTimeoutThreshold: Symbol('keep alive timeout threshold'),
  kKeepAliveTimeoutValue: Symbol('keep alive timeout'),
  kKeepAlive: Symbol('keep alive'),
  kHeadersTimeout: Symbol('headers timeout'),
  kBodyTimeout: Symbol('body timeout'),
  kServerName: Symbol('server name'),
  kLocalAddress: Symbol('local address'),
  kHost: Symbol('host'),
  kNoRef: Symbol('no ref'),
  kBodyUsed: Symbol('used'),
  kBody: Symbol('abstracted request body'),
  kRunning: Symbol('running'),
  kBlocking: Symbol('blocking'),
  kPending: Symbol('pending'),
  kSize: Symbol('size'),
  kBusy: Symbol('busy'),
  kQueued: Symbol('queued'),
  kFree: Symbol('free'),
  kConnected: Symbol('connected'),
  kClosed: Symbol('closed'),
  kNeedDrain: Symbol('need drain'),
  kReset: Symbol('reset'),
  kDestroyed: Symbol.for('nodejs.stream.destroyed'),
  kResume: Symbol('resume'),
  kOnError: Symbol('on error'),
  kMaxHeadersSize: Symbol('max headers size'),
  kRunningIdx: Symbol('running index'),
  kPendingIdx: Symbol('pending index'),
  kError: Symbol('error'),
  kClients: Symbol('clients'),
  kClient: Symbol('client'),
  kParser: Symbol('parser'),
  kOnDestroyed: Symbol('destroy callbacks'),
  kPipelining: Symbol('pipelining'),
  kSocket: Symbol('socket'),
  kHostHeader: Symbol('host header'),
  kConnector: Symbol('connector'),
  kStrictContentLength: Symbol('strict content length'),
  kMaxRedirections: Symbol('maxRedirections'),
  kMaxRequests: Symbol('maxRequestsPerClient'),
  kProxy: Symbol('proxy agent options'),
  kCounter: Symbol('socket request counter'),
  kMaxResponseSize: Symbol('max response size'),
  kHTTP2Session: Symbol('http2Session'),
  kHTTP2Options: Symbol('http2 options'),
  kHTTP2SessionState: Symbol('http2Session state'),
  kRetryHandlerDefaultRetry: Symbol('retry agent default retry'),
  kConstruct: Symbol('constructable'),
  kListeners: Symbol('listeners'),
  kHTTPContext: Symbol('http context'),
  kMaxConcurrentStreams: Symbol('max concurrent streams'),
  kHostAuthority: Symbol('host authority'),
  kHTTP2InitialWindowSize: Symbol('http2 initial window size'),
  kHTTP2ConnectionWindowSize: Symbol('http2 connection window size'),
  kEnableConnectProtocol: Symbol('http2session connect protocol'),
  kRemoteSettings: Symbol('http2session remote settings'),
  kHTTP2Stream: Symbol('http2session client stream'),
  kPingInterval: Symbol('ping interval'),
  kUseMilo: Symbol('use milo'),
  kNoProxyAgent: Symbol('no proxy agent'),
  kHttpProxyAgent: Symbol('http proxy agent'),
  kHttpsProxyAgent: Symbol('https proxy agent'),
  kSocks5ProxyAgent: Symbol('socks5 proxy agent')
}


/***/ }),

/***/ 1959:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const {
  wellknownHeaderNames,
  headerNameLowerCasedRecord
} = __nccwpck_require__(4574)

class TstNode {
  value = null
  left = null
  middle = null
  right = null
  code
  constructor (key, value, index) {
	if (index === undefined || index >= key.length) {
      throw new TypeError('Unreachable')
	}
	const code = this.code = key.charCodeAt(index)
	if (code > 0x7F) {
      throw new TypeError('key must be ascii string')
	}
	if (key.length !== ++index) {
      this.middle = new TstNode(key, value, index)
	} else {
      this.value = value
	}
  }

  add (key, value) {
	const length = key.length
	if (length === 0) {
      throw new TypeError('Unreachable')
	}
	let index = 0
	let node = this
	while (true) {
      const code = key.charCodeAt(index)
      if (code > 0x7F) {
		throw new TypeError('key must be ascii string')
      }
      if (node.code === code) {
		if (length === ++index) {
          node.value = value
          break
		} else if (node.middle !== null) {
          node = node.middle
		} else {
          node.middle = new TstNode(key, value, index)
          break
		}
      } else if (node.code < code) {
		if (node.left !== null) {
          node = node.left
		} else {
          node.left = new TstNode(key, value, index)
          break
		}
      } else if (node.right !== null) {
		node = node.right
      } else {
		node.right = new TstNode(key, value, index)
		break
      }
	}
  }

  search (key) {
	const keylength = key.length
	let index = 0
	let node = this
	while (node !== null && index < keylength) {
      let code = key[index]
      if (code <= 0x5a && code >= 0x41) {
		code |= 32
      }
      while (node !== null) {
		if (code === node.code) {
          if (keylength === ++index) {
			return node
          }
          node = node.middle
          break
		}
		node = node.code < code ? node.left : node.right
      }
	}
	return null
  }
}

class TernarySearchTree {
  node = null

  insert (key, value) {
	if (this.node === null) {
      this.node = new TstNode(key, value, 0)
	} else {
      this.node.add(key, value)
	}
  }

  lookup (key) {
	return this.node?.search(key)?.value ?? null
  }
}

const tree = new TernarySearchTree()

for (let i = 0; i < wellknownHeaderNames.length; ++i) {
  const key = headerNameLowerCasedRecord[wellknownHeaderNames[i]]
  tree.insert(key, key)
}

module.exports = {
  TernarySearchTree,
  tree
}


/***/ }),

/***/ 9203:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const assert = __nccwpck_require__(4589)
const { kDestroyed, kBodyUsed, kListeners, kBody } = __nccwpck_require__(6478)
const { IncomingMessage } = __nccwpck_require__(7067)
const stream = __nccwpck_require__(7075)
const net = __nccwpck_require__(7030)
const { stringify } = __nccwpck_require__(1792)
const { EventEmitter: EE, addAbortListener: addAbortListenerNative } = __nccwpck_require__(8474)
const timers = __nccwpck_require__(4132)
const { InvalidArgumentError, ConnectTimeoutError } = __nccwpck_require__(3092)
const { headerNameLowerCasedRecord } = __nccwpck_require__(4574)
const { tree } = __nccwpck_require__(1959)

class BodyAsyncIterable {
  constructor (body) {
	this[kBody] = body
	this[kBodyUsed] = false
  }

  async * [Symbol.asyncIterator] () {
	assert(!this[kBodyUsed], 'disturbed')
	this[kBodyUsed] = true
	yield * this[kBody]
  }
}

function noop () {}

function wrapRequestBody (body) {
  if (isStream(body)) {
	if (bodyLength(body) === 0) {
      body
		.on('data', function () {
          assert(false)
		})
	}

	if (typeof body.readableDidRead !== 'boolean') {
      body[kBodyUsed] = false
      EE.prototype.on.call(body, 'data', function () {
		this[kBodyUsed] = true
      })
	}

	return body
  } else if (body && typeof body.pipeTo === 'function') {
	return new BodyAsyncIterable(body)
  } else if (body && isFormDataLike(body)) {
	return body
  } else if (
	body &&
	typeof body !== 'string' &&
	!ArrayBuffer.isView(body) &&
	isIterable(body)
  ) {
	return new BodyAsyncIterable(body)
  } else {
	return body
  }
}

function isStream (obj) {
  return obj && typeof obj === 'object' && typeof obj.pipe === 'function' && typeof obj.on === 'function'
}

function isBlobLike (object) {
  return object instanceof Blob
}

function pathHasQueryOrFragment (url) {
  return (
	url.includes('?') ||
	url.includes('#')
  )
}

function serializePathWithQuery (url, queryParams) {
  if (pathHasQueryOrFragment(url)) {
	throw new Error('Query params cannot be passed when url already contains "?" or "#".')
  }

  const stringified = stringify(queryParams)

  if (stringified) {
	url += '?' + stringified
  }

  return url
}

function isValidPort (port) {
  const value = parseInt(port, 10)
  return (
	value === Number(port) &&
	value >= 0 &&
	value <= 65535
  )
}

function isHttpOrHttpsPrefixed (value) {
  return (
	value != null &&
	value[0] === 'h' &&
	value[1] === 't' &&
	value[2] === 't' &&
	value[3] === 'p' &&
	(
      value[4] === ':' ||
      (
		value[4] === 's' &&
		value[5] === ':'
      )
	)
  )
}

function parseURL (url) {
  if (typeof url === 'string') {
	url = new URL(url)

	if (!isHttpOrHttpsPrefixed(url.origin || url.protocol)) {
      throw new InvalidArgumentError('Invalid URL protocol: the URL must start with `http:` or `https:`.')
	}

	return url
  }

  if (!url || typeof url !== 'object') {
	throw new InvalidArgumentError('Invalid URL: The URL argument must be a non-null object.')
  }

  if (!(url instanceof URL)) {
	if (url.port != null && url.port !== '' && isValidPort(url.port) === false) {
      throw new InvalidArgumentError('Invalid URL: port must be a valid integer or a string representation of an integer.')
	}

	if (url.path != null && typeof url.path !== 'string') {
      throw new InvalidArgumentError('Invalid URL path: the path must be a string or null/undefined.')
	}

	if (url.pathname != null && typeof url.pathname !== 'string') {
      throw new InvalidArgumentError('Invalid URL pathname: the pathname must be a string or null/undefined.')
	}

	if (url.hostname != null && typeof url.hostname !== 'string') {
      throw new InvalidArgumentError('Invalid URL hostname: the hostname must be a string or null/undefined.')
	}

	if (url.origin != null && typeof url.origin !== 'string') {
      throw new InvalidArgumentError('Invalid URL origin: the origin must be a string or null/undefined.')
	}

	if (!isHttpOrHttpsPrefixed(url.origin || url.protocol)) {
      throw new InvalidArgumentError('Invalid URL protocol: the URL must start with `http:` or `https:`.')
	}

	const port = url.port != null
      ? url.port
      : (url.protocol === 'https:' ? 443 : 80)
	let origin = url.origin != null
      ? url.origin
      : `${url.protocol || ''}//${url.hostname || ''}:${port}`
	let path = url.path != null
      ? url.path
      : `${url.pathname || ''}${url.search || ''}`

	if (origin[origin.length - 1] === '/') {
      origin = origin.slice(0, origin.length - 1)
	}

	if (path && path[0] !== '/') {
      path = `/${path}`
	}
	return new URL(`${origin}${path}`)
  }

  if (!isHttpOrHttpsPrefixed(url.origin || url.protocol)) {
	throw new InvalidArgumentError('Invalid URL protocol: the URL must start with `http:` or `https:`.')
  }

  return url
}

function parseOrigin (url) {
  url = parseURL(url)

  if (url.pathname !== '/' || url.search || url.hash) {
	throw new InvalidArgumentError('invalid url')
  }

  return url
}

function getHostname (host) {
  if (host[0] === '[') {
	const idx = host.indexOf(']')

	assert(idx !== -1)
	return host.substring(1, idx)
  }

  const idx = host.indexOf(':')
  if (idx === -1) return host

  return host.substring(0, idx)
}

function getServerName (host) {
  if (!host) {
	return null
  }

  assert(typeof host === 'string')

  const servername = getHostname(host)
  if (net.isIP(servername)) {
	return ''
  }

  return servername
}

function deepClone (obj) {
  return JSON.parse(JSON.stringify(obj))
}

function isAsyncIterable (obj) {
  return !!(obj != null && typeof obj[Symbol.asyncIterator] === 'function')
}

function isIterable (obj) {
  return !!(obj != null && (typeof obj[Symbol.iterator] === 'function' || typeof obj[Symbol.asyncIterator] === 'function'))
}

function hasSafeIterator (obj) {
  const prototype = Object.getPrototypeOf(obj)
  const ownIterator = Object.hasOwn(obj, Symbol.iterator)
  return ownIterator || (prototype != null && prototype !== Object.prototype && typeof obj[Symbol.iterator] === 'function')
}

function bodyLength (body) {
  if (body == null) {
	return 0
  } else if (isStream(body)) {
	const state = body._readableState
	return state && state.objectMode === false && state.ended === true && Number.isFinite(state.length)
      ? state.length
      : null
  } else if (isBlobLike(body)) {
	return body.size != null ? body.size : null
  } else if (isBuffer(body)) {
	return body.byteLength
  }

  return null
}

function isDestroyed (body) {
  return body && !!(body.destroyed || body[kDestroyed] || (stream.isDestroyed?.(body)))
}

function destroy (stream, err) {
  if (stream == null || !isStream(stream) || isDestroyed(stream)) {
	return
  }

  if (typeof stream.destroy === 'function') {
	if (Object.getPrototypeOf(stream).constructor === IncomingMessage) {
      stream.socket = null
	}

	try {
      stream.destroy(err)
	} catch {
	}
  } else if (err) {
	queueMicrotask(() => {
      stream.emit('error', err)
	})
  }

  if (stream.destroyed !== true) {
	stream[kDestroyed] = true
  }
}

const KEEPALIVE_TIMEOUT_EXPR = /(?:^|,)[\t ]*timeout=(\d+)/i
function parseKeepAliveTimeout (val) {
  const m = val.match(KEEPALIVE_TIMEOUT_EXPR)
  return m ? parseInt(m[1], 10) * 1000 : null
}

function headerNameToString (value) {
  return typeof value === 'string'
	? headerNameLowerCasedRecord[value] ?? value.toLowerCase()
	: tree.lookup(value) ?? value.toString('latin1').toLowerCase()
}

function bufferToLowerCasedHeaderName (value) {
  return tree.lookup(value) ?? value.toString('latin1').toLowerCase()
}

function setHeader (obj, key, value) {
  if (key === '__proto__') {
	Object.defineProperty(obj, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true
	})
  } else {
	obj[key] = value
  }
}

function parseHeaders (headers, obj) {
  if (obj === undefined) obj = {}

  for (let i = 0; i < headers.length; i += 2) {
	const key = headerNameToString(headers[i])
	let val = obj[key]

	if (val !== undefined) {
      if (!Object.hasOwn(obj, key)) {
		const headersValue = typeof headers[i + 1] === 'string'
          ? headers[i + 1]
          : Array.isArray(headers[i + 1])
			? headers[i + 1].map(x => x.toString('latin1'))
			: headers[i + 1].toString('latin1')

		if (key === '__proto__') {
          Object.defineProperty(obj, key, {
			value: headersValue,
			enumerable: true,
			configurable: true,
			writable: true
          })
		} else {
          obj[key] = headersValue
		}
      } else {
		if (typeof val === 'string') {
          val = [val]
          obj[key] = val
		}
		val.push(headers[i + 1].toString('latin1'))
      }
	} else {
      const headersValue = typeof headers[i + 1] === 'string'
		? headers[i + 1]
		: Array.isArray(headers[i + 1])
          ? headers[i + 1].map(x => x.toString('latin1'))
          : headers[i + 1].toString('latin1')

      obj[key] = headersValue
	}
  }

  return obj
}

function parseRawHeaders (headers) {
  if (headers == null) {
	return []
  }

  if (!Array.isArray(headers)) {
	const rawHeaders = []

	for (const [name, value] of Object.entries(headers)) {
      if (Array.isArray(value)) {
		for (const entry of value) {
          rawHeaders.push(name, `${entry}`)
		}
      } else {
		rawHeaders.push(name, `${value}`)
      }
	}

	return rawHeaders
  }

  const headersLength = headers.length
  const ret = new Array(headersLength)

  let key
  let val

  for (let n = 0; n < headersLength; n += 2) {
	key = headers[n]
	val = headers[n + 1]

	typeof key !== 'string' && (key = key.toString())
	typeof val !== 'string' && (val = val.toString('latin1'))

	ret[n] = key
	ret[n + 1] = val
  }

  return ret
}

function toRawHeaders (headers) {
  const rawHeaders = []

  for (const [name, value] of Object.entries(headers)) {
	if (Array.isArray(value)) {
      for (const entry of value) {
		rawHeaders.push(Buffer.from(name, 'latin1'), Buffer.from(`${entry}`, 'latin1'))
      }
	} else {
      rawHeaders.push(Buffer.from(name, 'latin1'), Buffer.from(`${value}`, 'latin1'))
	}
  }

  return rawHeaders
}

function encodeRawHeaders (headers) {
  if (!Array.isArray(headers)) {
	throw new TypeError('expected headers to be an array')
  }
  return headers.map(x => Buffer.from(x))
}

function isBuffer (buffer) {
  return buffer instanceof Uint8Array || Buffer.isBuffer(buffer)
}

function assertRequestHandler (handler, method, upgrade) {
  if (!handler || typeof handler !== 'object') {
	throw new InvalidArgumentError('handler must be an object')
  }

  if (typeof handler.onRequestStart !== 'function') {
	throw new InvalidArgumentError('invalid onRequestStart method')
  }

  if (typeof handler.onResponseError !== 'function') {
	throw new InvalidArgumentError('invalid onResponseError method')
  }

  if (typeof handler.onBodySent !== 'function' && handler.onBodySent !== undefined) {
	throw new InvalidArgumentError('invalid onBodySent method')
  }

  if (typeof handler.onRequestSent !== 'function' && handler.onRequestSent !== undefined) {
	throw new InvalidArgumentError('invalid onRequestSent method')
  }

  if (upgrade || method === 'CONNECT') {
	if (typeof handler.onRequestUpgrade !== 'function') {
      throw new InvalidArgumentError('invalid onRequestUpgrade method')
	}
  } else {
	if (typeof handler.onResponseStart !== 'function') {
      throw new InvalidArgumentError('invalid onResponseStart method')
	}

	if (typeof handler.onResponseData !== 'function') {
      throw new InvalidArgumentError('invalid onResponseData method')
	}

	if (typeof handler.onResponseEnd !== 'function') {
      throw new InvalidArgumentError('invalid onResponseEnd method')
	}
  }
}

function isDisturbed (body) {
  return !!(body && (stream.isDisturbed(body) || body[kBodyUsed]))
}


function getSocketInfo (socket) {
  return {
	localAddress: socket.localAddress,
	localPort: socket.localPort,
	remoteAddress: socket.remoteAddress,
	remotePort: socket.remotePort,
	remoteFamily: socket.remoteFamily,
	timeout: socket.timeout,
	bytesWritten: socket.bytesWritten,
	bytesRead: socket.bytesRead
  }
}

function isFormDataLike (object) {
  return (
	object &&
	typeof object === 'object' &&
	typeof object.append === 'function' &&
	typeof object.delete === 'function' &&
	typeof object.get === 'function' &&
	typeof object.getAll === 'function' &&
	typeof object.has === 'function' &&
	typeof object.set === 'function' &&
	object[Symbol.toStringTag] === 'FormData'
  )
}

function addAbortListener (signal, listener) {
  if (!signal || 'aborted' in signal) {
	return addAbortListenerNative(signal, listener)[Symbol.dispose]
  }

  if (typeof signal.addEventListener === 'function') {
	signal.addEventListener('abort', listener, { once: true })
	return () => signal.removeEventListener('abort', listener)
  }
  signal.once('abort', listener)
  return () => signal.removeListener('abort', listener)
}

const validTokenChars = new Uint8Array([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 0-15
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 16-31
  0, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 0, // 32-47 (!"#$%&'()*+,-./)
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, // 48-63 (0-9:;<=>?)
  0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, // 64-79 (@A-O)
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, // 80-95 (P-Z[\]^_)
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, // 96-111 (`a-o)
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0, // 112-127 (p-z{|}~)
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 128-143
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 144-159
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 160-175
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 176-191
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 192-207
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 208-223
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 224-239
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0  // 240-255
])

function isTokenCharCode (c) {
  return (validTokenChars[c] === 1)
}

const tokenRegExp = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/

function isValidHTTPToken (characters) {
  if (characters.length >= 12) return tokenRegExp.test(characters)
  if (characters.length === 0) return false

  for (let i = 0; i < characters.length; i++) {
	if (validTokenChars[characters.charCodeAt(i)] !== 1) {
      return false
	}
  }
  return true
}


const headerCharRegex = /[^\t\x20-\x7e\x80-\xff]/

function isValidHeaderValue (characters) {
  return !headerCharRegex.test(characters)
}

const rangeHeaderRegex = /^bytes (\d+)-(\d+)\/(\d+|\*)?$/


function parseRangeHeader (range) {
  if (range == null || range === '') return { start: 0, end: null, size: null }
  if (!range) return null

  const m = rangeHeaderRegex.exec(range)
  return m
	? {
		start: parseInt(m[1]),
		end: m[2] ? parseInt(m[2]) : null,
		size: m[3] && m[3] !== '*' ? parseInt(m[3]) : null
      }
	: null
}

function addListener (obj, name, listener) {
  const listeners = (obj[kListeners] ??= [])
  listeners.push([name, listener])
  obj.on(name, listener)
  return obj
}

function removeAllListeners (obj) {
  if (obj[kListeners] != null) {
	for (const [name, listener] of obj[kListeners]) {
      obj.removeListener(name, listener)
	}
	obj[kListeners] = null
  }
  return obj
}

function errorRequest (client, request, err) {
  try {
	request.onResponseError(err)
	assert(request.aborted)
  } catch (err) {
	client.emit('error', err)
  }
}

const setupConnectTimeout = process.platform === 'win32'
  ? (socketWeakRef, opts) => {
      if (!opts.timeout) {
		return noop
      }

      let s1 = null
      let s2 = null
      const fastTimer = timers.setFastTimeout(() => {
		s1 = setImmediate(() => {
          s2 = setImmediate(() => onConnectTimeout(socketWeakRef.deref(), opts))
		})
      }, opts.timeout)
      return () => {
		timers.clearFastTimeout(fastTimer)
		clearImmediate(s1)
		clearImmediate(s2)
      }
	}
  : (socketWeakRef, opts) => {
      if (!opts.timeout) {
		return noop
      }

      let s1 = null
      const fastTimer = timers.setFastTimeout(() => {
		s1 = setImmediate(() => {
          onConnectTimeout(socketWeakRef.deref(), opts)
		})
      }, opts.timeout)
      return () => {
		timers.clearFastTimeout(fastTimer)
		clearImmediate(s1)
      }
	}

function onConnectTimeout (socket, opts) {
  if (socket == null) {
	return
  }

  let message = 'Connect Timeout Error'
  if (Array.isArray(socket.autoSelectFamilyAttemptedAddresses)) {
	message += ` (attempted addresses: ${socket.autoSelectFamilyAttemptedAddresses.join(', ')},`
  } else {
	message += ` (attempted address: ${opts.hostname}:${opts.port},`
  }

  message += ` timeout: ${opts.timeout}ms)`

  destroy(socket, new ConnectTimeoutError(message))
}

let lastUrlString = null
let lastProtocol = null

function getProtocolFromUrlString (urlString) {
  if (urlString === lastUrlString) {
	return lastProtocol
  }

  const protocol = getProtocolFromUrlStringSlow(urlString)
  lastUrlString = urlString
  lastProtocol = protocol

  return protocol
}

function getProtocolFromUrlStringSlow (urlString) {
  if (
	urlString[0] === 'h' &&
	urlString[1] === 't' &&
	urlString[2] === 't' &&
	urlString[3] === 'p'
  ) {
	switch (urlString[4]) {
      case ':':
		return 'http:'
      case 's':
		if (urlString[5] === ':') {
          return 'https:'
		}
	}
  }
  return urlString.slice(0, urlString.indexOf(':') + 1)
}

const kEnumerableProperty = {
  __proto__: null,
  enumerable: true
}

const normalizedMethodRecordsBase = {
  delete: 'DELETE',
  DELETE: 'DELETE',
  get: 'GET',
  GET: 'GET',
  head: 'HEAD',
  HEAD: 'HEAD',
  options: 'OPTIONS',
  OPTIONS: 'OPTIONS',
  post: 'POST',
  POST: 'POST',
  put: 'PUT',
  PUT: 'PUT',
  query: 'QUERY',
  QUERY: 'QUERY'
}

const normalizedMethodRecords = {
  ...normalizedMethodRecordsBase,
  patch: 'patch',
  PATCH: 'PATCH'
}

Object.setPrototypeOf(normalizedMethodRecordsBase, null)
Object.setPrototypeOf(normalizedMethodRecords, null)

module.exports = {
  kEnumerableProperty,
  isDisturbed,
  isBlobLike,
  parseOrigin,
  parseURL,
  getServerName,
  isStream,
  isIterable,
  hasSafeIterator,
  isAsyncIterable,
  isDestroyed,
  headerNameToString,
  bufferToLowerCasedHeaderName,
  addListener,
  removeAllListeners,
  errorRequest,
  parseRawHeaders,
  toRawHeaders,
  encodeRawHeaders,
  parseHeaders,
  setHeader,
  parseKeepAliveTimeout,
  destroy,
  bodyLength,
  deepClone,
  isBuffer,
  assertRequestHandler,
  getSocketInfo,
  isFormDataLike,
  pathHasQueryOrFragment,
  serializePathWithQuery,
  addAbortListener,
  isValidHTTPToken,
  isValidHeaderValue,
  isTokenCharCode,
  parseRangeHeader,
  normalizedMethodRecordsBase,
  normalizedMethodRecords,
  isValidPort,
  isHttpOrHttpsPrefixed,
  safeHTTPMethods: Object.freeze(['GET', 'HEAD', 'OPTIONS', 'TRACE']),
  wrapRequestBody,
  setupConnectTimeout,
  getProtocolFromUrlString
}


/***/ }),

/***/ 3480:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { InvalidArgumentError, MaxOriginsReachedError } = __nccwpck_require__(3092)
const { kBusy, kClients, kConnected, kRunning, kPending, kClose, kDestroy, kDispatch, kUrl } = __nccwpck_require__(6478)
const DispatcherBase = __nccwpck_require__(7568)
const Pool = __nccwpck_require__(6307)
const Client = __nccwpck_require__(2574)
const util = __nccwpck_require__(9203)

const kOnConnect = Symbol('onConnect')
const kOnDisconnect = Symbol('onDisconnect')
const kOnConnectionError = Symbol('onConnectionError')
const kOnDrain = Symbol('onDrain')
const kFactory = Symbol('factory')
const kOptions = Symbol('options')
const kOrigins = Symbol('origins')

function defaultFactory (origin, opts) {
  return opts && opts.connections === 1
	? new Client(origin, opts)
	: new Pool(origin, opts)
}

class Agent extends DispatcherBase {
  constructor ({ factory = defaultFactory, maxOrigins = Infinity, connect, tls, ...options } = {}) {
	if (typeof factory !== 'function') {
      throw new InvalidArgumentError('factory must be a function.')
	}

	if (connect != null && typeof connect !== 'function' && typeof connect !== 'object') {
      throw new InvalidArgumentError('connect must be a function or an object')
	}

	if (typeof maxOrigins !== 'number' || Number.isNaN(maxOrigins) || maxOrigins <= 0) {
      throw new InvalidArgumentError('maxOrigins must be a number greater than 0')
	}

	super(options)

	if (connect && typeof connect !== 'function') {
      connect = { ...connect }
	}

	if (tls && typeof tls !== 'function') {
      tls = { ...tls }
	}

	this[kOptions] = { ...util.deepClone(options), maxOrigins, connect, tls }
	this[kFactory] = factory
	this[kClients] = new Map()
	this[kOrigins] = new Set()

	this[kOnDrain] = (origin, targets) => {
      this.emit('drain', origin, [this, ...targets])
	}

	this[kOnConnect] = (origin, targets) => {
      this.emit('connect', origin, [this, ...targets])
	}

	this[kOnDisconnect] = (origin, targets, err) => {
      this.emit('disconnect', origin, [this, ...targets], err)
	}

	this[kOnConnectionError] = (origin, targets, err) => {
      this.emit('connectionError', origin, [this, ...targets], err)
	}
  }

  get [kRunning] () {
	let ret = 0
	for (const dispatcher of this[kClients].values()) {
      ret += dispatcher[kRunning]
	}
	return ret
  }

  [kDispatch] (opts, handler) {
	let origin
	if (opts.origin && (typeof opts.origin === 'string' || opts.origin instanceof URL)) {
      origin = String(opts.origin)
	} else {
      throw new InvalidArgumentError('opts.origin must be a non-empty string or URL.')
	}

	const allowH2 = opts.allowH2 ?? this[kOptions].allowH2
	const key = allowH2 === false ? `${origin}#http1-only` : origin

	if (this[kOrigins].size >= this[kOptions].maxOrigins && !this[kOrigins].has(origin)) {
      throw new MaxOriginsReachedError()
	}

	let dispatcher = this[kClients].get(key)
	if (!dispatcher) {
      dispatcher = this[kFactory](opts.origin, allowH2 === false
		? { ...this[kOptions], allowH2: false }
		: this[kOptions])

      const closeClientIfUnused = () => {
		if (this[kClients].get(key) !== dispatcher) {
          return
		}

		if (dispatcher[kConnected] > 0 || dispatcher[kBusy] || dispatcher[kPending] > 0) {
          return
		}

		this[kClients].delete(key)
		if (!dispatcher.destroyed) {
          dispatcher.close()
		}

		let hasOrigin = false
		for (const k of this[kClients].keys()) {
          if (k === origin || k === `${origin}#http1-only`) {
			hasOrigin = true
			break
          }
		}

		if (!hasOrigin) {
          this[kOrigins].delete(origin)
		}
      }

      dispatcher
		.on('drain', this[kOnDrain])
		.on('connect', this[kOnConnect])
		.on('disconnect', (origin, targets, err) => {
          closeClientIfUnused()
          this[kOnDisconnect](origin, targets, err)
		})
		.on('connectionError', (origin, targets, err) => {
          closeClientIfUnused()
          this[kOnConnectionError](origin, targets, err)
		})

      this[kClients].set(key, dispatcher)
      this[kOrigins].add(origin)
	}

	return dispatcher.dispatch(opts, handler)
  }

  [kClose] () {
	const closePromises = []
	for (const dispatcher of this[kClients].values()) {
      closePromises.push(dispatcher.close())
	}
	this[kClients].clear()

	return Promise.all(closePromises)
  }

  [kDestroy] (err) {
	const destroyPromises = []
	for (const dispatcher of this[kClients].values()) {
      destroyPromises.push(dispatcher.destroy(err))
	}
	this[kClients].clear()

	return Promise.all(destroyPromises)
  }

  get stats () {
	const allClientStats = {}
	for (const dispatcher of this[kClients].values()) {
      if (dispatcher.stats) {
		allClientStats[dispatcher[kUrl].origin] = dispatcher.stats
      }
	}
	return allClientStats
  }
}

module.exports = Agent


/***/ }),

/***/ 2480:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {




const assert = __nccwpck_require__(4589)
const util = __nccwpck_require__(9203)
const { channels } = __nccwpck_require__(6883)
const timers = __nccwpck_require__(4132)
const {
  RequestContentLengthMismatchError,
  ResponseContentLengthMismatchError,
  RequestAbortedError,
  InvalidArgumentError,
  HeadersTimeoutError,
  HeadersOverflowError,
  SocketError,
  InformationalError,
  BodyTimeoutError,
  HTTPParserError,
  WebAssemblyNotSupportedError,
  ResponseExceededMaxSizeError
} = __nccwpck_require__(3092)
const {
  kUrl,
  kReset,
  kClient,
  kParser,
  kBlocking,
  kRunning,
  kPending,
  kSize,
  kWriting,
  kQueue,
  kNoRef,
  kKeepAliveDefaultTimeout,
  kHostHeader,
  kPendingIdx,
  kRunningIdx,
  kError,
  kPipelining,
  kSocket,
  kKeepAliveTimeoutValue,
  kMaxHeadersSize,
  kKeepAliveMaxTimeout,
  kKeepAliveTimeoutThreshold,
  kHeadersTimeout,
  kBodyTimeout,
  kStrictContentLength,
  kMaxRequests,
  kCounter,
  kMaxResponseSize,
  kOnError,
  kResume,
  kHTTPContext,
  kClosed,
  kUseMilo
} = __nccwpck_require__(6478)

const constants = __nccwpck_require__(7405)
const { H1Parser, getMiloEnabled } = typeof esbuildDetection === 'undefined'
  ? __nccwpck_require__(2476)
  : {}
const EMPTY_BUF = Buffer.alloc(0)
const FastBuffer = Buffer[Symbol.species]
const removeAllListeners = util.removeAllListeners
const kIdleSocketValidation = Symbol('kIdleSocketValidation')
const kIdleSocketValidationTimeout = Symbol('kIdleSocketValidationTimeout')
const kSocketUsed = Symbol('kSocketUsed')
const kTypeOfService = Symbol('kTypeOfService')

let extractBody

function lazyllhttp () {
  if (typeof WebAssembly === 'undefined') {
	throw new WebAssemblyNotSupportedError()
  }

  const llhttpWasmData = process.env.JEST_WORKER_ID ? __nccwpck_require__(9855) : undefined

  let mod

  let useWasmSIMD = true
  if (process.arch === 'riscv64') {
	useWasmSIMD = false
  } else if (process.arch === 'ppc64') {
	const [major, minor] = process.versions.node.split('.').map(n => parseInt(n, 10))
	if (major < 24 || (major === 24 && minor < 12)) {
      useWasmSIMD = false
	}
  }
  if (process.env.UNDICI_NO_WASM_SIMD === '1') {
	useWasmSIMD = false
  } else if (process.env.UNDICI_NO_WASM_SIMD === '0') {
	useWasmSIMD = true
  }

  if (useWasmSIMD) {
	try {
      mod = new WebAssembly.Module(__nccwpck_require__(1285))
	} catch {}
  }

  if (!mod) {
	mod = new WebAssembly.Module(llhttpWasmData || __nccwpck_require__(9855))
  }

  return new WebAssembly.Instance(mod, {
	env: {
      wasm_on_url: (p, at, len) => {
		return 0
      },
      wasm_on_status: (p, at, len) => {
		assert(currentParser.ptr === p)
		const start = at - currentBufferPtr + currentBufferRef.byteOffset
		return currentParser.onStatus(new FastBuffer(currentBufferRef.buffer, start, len))
      },
      wasm_on_message_begin: p => {
		assert(currentParser.ptr === p)
		return currentParser.onMessageBegin()
      },
      wasm_on_header_field: (p, at, len) => {
		assert(currentParser.ptr === p)
		const start = at - currentBufferPtr + currentBufferRef.byteOffset
		return currentParser.onHeaderField(new FastBuffer(currentBufferRef.buffer, start, len))
      },
      wasm_on_header_value: (p, at, len) => {
		assert(currentParser.ptr === p)
		const start = at - currentBufferPtr + currentBufferRef.byteOffset
		return currentParser.onHeaderValue(new FastBuffer(currentBufferRef.buffer, start, len))
      },
      wasm_on_headers_complete: (p, statusCode, upgrade, shouldKeepAlive) => {
		assert(currentParser.ptr === p)
		return currentParser.onHeadersComplete(statusCode, upgrade === 1, shouldKeepAlive === 1)
      },
      wasm_on_body: (p, at, len) => {
		assert(currentParser.ptr === p)
		const start = at - currentBufferPtr + currentBufferRef.byteOffset
		return currentParser.onBody(new FastBuffer(currentBufferRef.buffer, start, len))
      },
      wasm_on_message_complete: p => {
		assert(currentParser.ptr === p)
		return currentParser.onMessageComplete()
      }
	}
  })
}

let llhttpInstance = null

let currentParser = null
let currentBufferRef = null
let currentBufferSize = 0
let currentBufferPtr = null
let currentBuffer = null

const USE_NATIVE_TIMER = 0
const USE_FAST_TIMER = 1

const TIMEOUT_HEADERS = 2 | USE_FAST_TIMER
const TIMEOUT_BODY = 4 | USE_FAST_TIMER

const TIMEOUT_KEEP_ALIVE = 8 | USE_NATIVE_TIMER

class Parser {
  constructor (client, socket, { exports }) {
	this.llhttp = exports
	this.ptr = this.llhttp.llhttp_alloc(constants.TYPE.RESPONSE)
	this.client = client
	this.socket = socket
	this.timeout = null
	this.timeoutWeakRef = new WeakRef(this)
	this.timeoutValue = null
	this.timeoutType = null
	this.statusCode = 0
	this.statusText = ''
	this.upgrade = false
	this.headers = []
	this.headersSize = 0
	this.headersMaxSize = client[kMaxHeadersSize]
	this.shouldKeepAlive = false
	this.paused = false
	this.resume = this.resume.bind(this)

	this.bytesRead = 0

	this.keepAlive = ''
	this.contentLength = -1
	this.hasTransferEncoding = false
	this.connection = ''
	this.maxResponseSize = client[kMaxResponseSize]
  }

  setTimeout (delay, type) {
	if (delay !== this.timeoutValue || (type & USE_FAST_TIMER) ^ (this.timeoutType & USE_FAST_TIMER)) {
      if (this.timeout) {
		timers.clearTimeout(this.timeout)
		this.timeout = null
      }

      if (delay) {
		if (type & USE_FAST_TIMER) {
          this.timeout = timers.setFastTimeout(onParserTimeout, delay, this.timeoutWeakRef)
		} else {
          this.timeout = setTimeout(onParserTimeout, delay, this.timeoutWeakRef)
          this.timeout?.unref()
		}
      }

      this.timeoutValue = delay
	} else if (this.timeout) {
      if (this.timeout.refresh) {
		this.timeout.refresh()
      }
	}

	this.timeoutType = type
  }

  resume () {
	if (this.socket.destroyed || !this.paused) {
      return
	}

	assert(this.ptr != null)
	assert(currentParser === null)

	this.llhttp.llhttp_resume(this.ptr)

	assert(this.timeoutType === TIMEOUT_BODY)
	if (this.timeout) {
      if (this.timeout.refresh) {
		this.timeout.refresh()
      }
	}

	this.paused = false
	this.execute(this.socket.read() || EMPTY_BUF) // Flush parser.
	this.readMore()
  }

  readMore () {
	while (!this.paused && this.ptr) {
      const chunk = this.socket.read()
      if (chunk === null) {
		break
      }
      this.execute(chunk)
	}
  }

  execute (chunk) {
	assert(currentParser === null)
	assert(this.ptr != null)
	assert(!this.paused)

	const { socket, llhttp } = this

	if (chunk.length > currentBufferSize) {
      if (currentBufferPtr) {
		llhttp.free(currentBufferPtr)
      }
      currentBufferSize = Math.ceil(chunk.length / 4096) * 4096
      currentBufferPtr = llhttp.malloc(currentBufferSize)
	}

	if (
      currentBuffer === null ||
      currentBuffer.buffer !== llhttp.memory.buffer ||
      currentBuffer.byteOffset !== currentBufferPtr ||
      currentBuffer.byteLength !== currentBufferSize
	) {
      currentBuffer = new Uint8Array(llhttp.memory.buffer, currentBufferPtr, currentBufferSize)
	}

	currentBuffer.set(chunk)

	try {
      let ret

      try {
		currentBufferRef = chunk
		currentParser = this
		ret = llhttp.llhttp_execute(this.ptr, currentBufferPtr, chunk.length)
      } finally {
		currentParser = null
		currentBufferRef = null
      }

      if (ret !== constants.ERROR.OK) {
		const data = chunk.subarray(llhttp.llhttp_get_error_pos(this.ptr) - currentBufferPtr)

		if (ret === constants.ERROR.PAUSED_UPGRADE) {
          this.onUpgrade(data)
		} else if (ret === constants.ERROR.PAUSED) {
          this.paused = true
          socket.unshift(data)
		} else {
          throw this.createError(ret, data)
		}
      }
	} catch (err) {
      util.destroy(socket, err)
	}
  }

  finish () {
	assert(currentParser === null)
	assert(this.ptr != null)

	const { llhttp } = this

	if (this.paused) {
      let data
      do {
		llhttp.llhttp_resume(this.ptr)
		this.paused = false
		data = this.socket.read() || EMPTY_BUF
		this.execute(data)
      } while (this.paused && data.length > 0)

      if (this.paused) {
		llhttp.llhttp_resume(this.ptr)
		this.paused = false
      }
	}

	let ret

	try {
      currentParser = this
      ret = llhttp.llhttp_finish(this.ptr)
	} finally {
      currentParser = null
	}

	if (ret === constants.ERROR.OK) {
      return null
	}

	if (ret === constants.ERROR.PAUSED || ret === constants.ERROR.PAUSED_UPGRADE) {
      this.paused = true
      return null
	}

	return this.createError(ret, EMPTY_BUF)
  }

  createError (ret, data) {
	const { llhttp, contentLength, bytesRead } = this

	if (contentLength !== -1 && bytesRead !== contentLength) {
      return new ResponseContentLengthMismatchError()
	}

	const ptr = llhttp.llhttp_get_error_reason(this.ptr)
	let message = ''
	if (ptr) {
      const len = new Uint8Array(llhttp.memory.buffer, ptr).indexOf(0)
      message =
		'Response does not match the HTTP/1.1 protocol (' + Buffer.from(llhttp.memory.buffer, ptr, len).toString() + ')'
	}

	return new HTTPParserError(message, constants.ERROR[ret], data)
  }

  destroy () {
	assert(currentParser === null)
	assert(this.ptr != null)

	this.llhttp.llhttp_free(this.ptr)
	this.ptr = null

	this.timeout && timers.clearTimeout(this.timeout)
	this.timeout = null
	this.timeoutValue = null
	this.timeoutType = null

	this.paused = false
  }

  onStatus (buf) {
	this.statusText = buf.toString()
	return 0
  }

  onMessageBegin () {
	const { socket, client } = this

	if (socket.destroyed) {
      return -1
	}

	if (client[kRunning] === 0) {
      util.destroy(socket, new SocketError('bad response', util.getSocketInfo(socket)))
      return -1
	}

	const request = client[kQueue][client[kRunningIdx]]
	if (!request) {
      return -1
	}
	request.onResponseStarted()

	return 0
  }

  onHeaderField (buf) {
	const len = this.headers.length

	if ((len & 1) === 0) {
      this.headers.push(buf)
	} else {
      this.headers[len - 1] = Buffer.concat([this.headers[len - 1], buf])
	}

	this.trackHeader(buf.length)

	return 0
  }

  onHeaderValue (buf) {
	let len = this.headers.length
	const isContinuation = (len & 1) === 0

	if ((len & 1) === 1) {
      this.headers.push(buf)
      len += 1
	} else {
      this.headers[len - 1] = Buffer.concat([this.headers[len - 1], buf])
	}

	const key = this.headers[len - 2]
	if (key.length === 10) {
      const headerName = util.bufferToLowerCasedHeaderName(key)
      if (headerName === 'keep-alive') {
		this.keepAlive += (isContinuation || this.keepAlive.length === 0 ? '' : ',') + buf.toString()
      } else if (headerName === 'connection') {
		this.connection += (isContinuation || this.connection.length === 0 ? '' : ',') + buf.toString()
      }
	} else if (key.length === 14 && util.bufferToLowerCasedHeaderName(key) === 'content-length') {
      if (this.contentLength === -1) {
		this.contentLength = 0
      }
      for (let i = 0; i < buf.length; i++) {
		this.contentLength = this.contentLength * 10 + (buf[i] - 0x30)
      }
	} else if (key.length === 17 && util.bufferToLowerCasedHeaderName(key) === 'transfer-encoding') {
      this.hasTransferEncoding = true
	}

	this.trackHeader(buf.length)

	return 0
  }

  trackHeader (len) {
	this.headersSize += len
	if (this.headersSize >= this.headersMaxSize) {
      util.destroy(this.socket, new HeadersOverflowError())
	}
  }

  onUpgrade (head) {
	const { upgrade, client, socket, headers, statusCode, statusText } = this

	assert(upgrade)
	assert(client[kSocket] === socket)
	assert(!socket.destroyed)
	assert(!this.paused)
	assert((headers.length & 1) === 0)

	const request = client[kQueue][client[kRunningIdx]]
	assert(request)
	assert(request.upgrade || request.method === 'CONNECT')

	this.statusCode = 0
	this.statusText = ''
	this.shouldKeepAlive = false

	this.headers = []
	this.headersSize = 0

	socket.unshift(head)

	socket[kParser].destroy()
	socket[kParser] = null

	socket[kClient] = null
	socket[kError] = null

	removeAllListeners(socket)

	client[kSocket] = null
	client[kHTTPContext] = null // TODO (fix): This is hacky...
	client[kQueue][client[kRunningIdx]++] = null
	client.emit('disconnect', client[kUrl], [client], new InformationalError('upgrade'))

	try {
      request.onRequestUpgrade(statusCode, headers, socket, statusText)
	} catch (err) {
      util.errorRequest(client, request, err)
      util.destroy(socket, err)
	}

	client[kResume]()
  }

  onHeadersComplete (statusCode, upgrade, shouldKeepAlive) {
	const { client, socket, headers, statusText } = this

	if (socket.destroyed) {
      return -1
	}

	if (client[kRunning] === 0) {
      util.destroy(socket, new SocketError('bad response', util.getSocketInfo(socket)))
      return -1
	}

	const request = client[kQueue][client[kRunningIdx]]

	if (!request) {
      return -1
	}

	assert(!this.upgrade)
	assert(this.statusCode < 200)

	if (statusCode === 100) {
      util.destroy(socket, new SocketError('bad response', util.getSocketInfo(socket)))
      return -1
	}

	if (upgrade && !request.upgrade) {
      util.destroy(socket, new SocketError('bad upgrade', util.getSocketInfo(socket)))
      return -1
	}

	assert(this.timeoutType === TIMEOUT_HEADERS)

	this.statusCode = statusCode
	this.shouldKeepAlive =
      shouldKeepAlive ||
      (request.method === 'HEAD' && !socket[kReset] &&
		/(?:^|,)[\t ]*keep-alive[\t ]*(?:,|$)/i.test(this.connection) &&
		!/(?:^|,)[\t ]*close[\t ]*(?:,|$)/i.test(this.connection))

	if (request.method === 'HEAD' || statusCode === 204 || statusCode === 304) {
      if (request.method !== 'HEAD' && (this.contentLength > 0 || this.hasTransferEncoding)) {
		this.shouldKeepAlive = false
      }
      this.contentLength = -1
	}

	if (this.statusCode >= 200) {
      const bodyTimeout = request.bodyTimeout != null ? request.bodyTimeout : client[kBodyTimeout]
      this.setTimeout(bodyTimeout, TIMEOUT_BODY)
	} else if (this.timeout) {
      if (this.timeout.refresh) {
		this.timeout.refresh()
      }
	}

	if (request.method === 'CONNECT') {
      assert(client[kRunning] === 1)
      this.upgrade = true
      return 2
	}

	if (upgrade) {
      assert(client[kRunning] === 1)
      this.upgrade = true
      return 2
	}

	assert((this.headers.length & 1) === 0)
	this.headers = []
	this.headersSize = 0

	if (this.shouldKeepAlive && client[kPipelining]) {
      const keepAliveTimeout = this.keepAlive ? util.parseKeepAliveTimeout(this.keepAlive) : null

      if (keepAliveTimeout != null) {
		const timeout = Math.min(keepAliveTimeout - client[kKeepAliveTimeoutThreshold], client[kKeepAliveMaxTimeout])
		if (timeout <= 0) {
          socket[kReset] = true
		} else {
          client[kKeepAliveTimeoutValue] = timeout
		}
      } else {
		client[kKeepAliveTimeoutValue] = client[kKeepAliveDefaultTimeout]
      }
	} else {
      socket[kReset] = true
	}

	const pause = request.onResponseStart(statusCode, headers, this.resume, statusText) === false

	if (request.aborted) {
      return -1
	}

	if (request.method === 'HEAD') {
      return 1
	}

	if (statusCode < 200) {
      return 1
	}

	if (socket[kBlocking]) {
      socket[kBlocking] = false
      client[kResume]()
	}

	return pause ? constants.ERROR.PAUSED : 0
  }

  onBody (buf) {
	const { client, socket, statusCode, maxResponseSize } = this

	if (socket.destroyed) {
      return -1
	}

	const request = client[kQueue][client[kRunningIdx]]
	assert(request)

	assert(this.timeoutType === TIMEOUT_BODY)
	if (this.timeout) {
      if (this.timeout.refresh) {
		this.timeout.refresh()
      }
	}

	assert(statusCode >= 200)

	if (maxResponseSize > -1 && this.bytesRead + buf.length > maxResponseSize) {
      util.destroy(socket, new ResponseExceededMaxSizeError())
      return -1
	}

	this.bytesRead += buf.length

	if (request.onResponseData(buf) === false) {
      return constants.ERROR.PAUSED
	}

	return 0
  }

  onMessageComplete () {
	const { client, socket, statusCode, upgrade, headers, contentLength, bytesRead, shouldKeepAlive } = this

	if (socket.destroyed && (!statusCode || shouldKeepAlive)) {
      return -1
	}

	if (upgrade) {
      return 0
	}

	assert(statusCode >= 100)
	assert((this.headers.length & 1) === 0)

	const request = client[kQueue][client[kRunningIdx]]
	assert(request)

	this.statusCode = 0
	this.statusText = ''
	this.bytesRead = 0
	this.contentLength = -1
	this.hasTransferEncoding = false
	this.keepAlive = ''
	this.connection = ''

	this.headers = []
	this.headersSize = 0

	if (statusCode < 200) {
      return 0
	}

	if (contentLength !== -1 && bytesRead !== contentLength) {
      util.destroy(socket, new ResponseContentLengthMismatchError())
      return -1
	}

	request.onResponseEnd(headers)

	client[kQueue][client[kRunningIdx]++] = null
	socket[kSocketUsed] = client[kPending] === 0

	if (socket[kWriting]) {
      assert(client[kRunning] === 0)
      util.destroy(socket, new InformationalError('reset'))
      return constants.ERROR.PAUSED
	} else if (!shouldKeepAlive) {
      util.destroy(socket, new InformationalError('reset'))
      return constants.ERROR.PAUSED
	} else if (socket[kReset] && client[kRunning] === 0) {
      util.destroy(socket, new InformationalError('reset'))
      return constants.ERROR.PAUSED
	} else if (client[kPipelining] == null || client[kPipelining] === 1) {
      setImmediate(client[kResume])
	} else {
      client[kResume]()
	}

	return 0
  }
}

function onParserTimeout (parserWeakRef) {
  const parser = parserWeakRef.deref()
  if (!parser) {
	return
  }

  const { socket, timeoutType, client, paused } = parser

  if (timeoutType === TIMEOUT_HEADERS) {
	if (!socket[kWriting] || socket.writableNeedDrain || client[kRunning] > 1) {
      assert(!paused, 'cannot be paused while waiting for headers')
      util.destroy(socket, new HeadersTimeoutError())
	}
  } else if (timeoutType === TIMEOUT_BODY) {
	if (!paused) {
      util.destroy(socket, new BodyTimeoutError())
	}
  } else if (timeoutType === TIMEOUT_KEEP_ALIVE) {
	assert(client[kRunning] === 0 && client[kKeepAliveTimeoutValue])
	util.destroy(socket, new InformationalError('socket idle timeout'))
  }
}

function connectH1 (client, socket) {
  client[kSocket] = socket

  if (!llhttpInstance) {
	llhttpInstance = lazyllhttp()
  }

  if (socket.errored) {
	throw socket.errored
  }

  if (socket.destroyed) {
	throw new SocketError('destroyed')
  }

  socket[kNoRef] = false
  socket[kWriting] = false
  socket[kReset] = false
  socket[kBlocking] = false
  socket[kIdleSocketValidation] = 0
  socket[kIdleSocketValidationTimeout] = null
  socket[kSocketUsed] = false
  socket[kParser] = typeof esbuildDetection === 'undefined' && (client[kUseMilo] ?? getMiloEnabled())
	? new H1Parser(client, socket)
	: new Parser(client, socket, llhttpInstance)

  util.addListener(socket, 'error', onHttpSocketError)
  util.addListener(socket, 'readable', onHttpSocketReadable)
  util.addListener(socket, 'end', onHttpSocketEnd)
  util.addListener(socket, 'close', onHttpSocketClose)

  socket[kClosed] = false
  socket.on('close', onSocketClose)

  return {
	version: 'h1',
	defaultPipelining: 1,
	write (request) {
      return writeH1(client, request)
	},
	resume () {
      resumeH1(client)
	},
	destroy (err, callback) {
      if (socket[kClosed]) {
		queueMicrotask(callback)
      } else {
		socket.on('close', callback)
		socket.destroy(err)
      }
	},
	get destroyed () {
      return socket.destroyed
	},
	busy (request) {
      if (socket[kWriting] || socket[kReset] || socket[kBlocking] || socket[kIdleSocketValidation] === 1) {
		return true
      }

      if (request) {
		if (client[kRunning] > 0 && !request.idempotent) {
          return true
		}

		if (client[kRunning] > 0 && (request.upgrade || request.method === 'CONNECT')) {
          return true
		}

		if (
          client[kRunning] > 0 &&
          util.bodyLength(request.body) !== 0 &&
          (util.isStream(request.body) || util.isAsyncIterable(request.body) || util.isFormDataLike(request.body))
		) {

          return true
		}
      }

      return false
	}
  }
}

function onHttpSocketError (err) {
  const parser = this[kParser]

  if (err.code === 'ECONNRESET' && parser.statusCode && !parser.shouldKeepAlive) {
	const parserErr = parser.finish()
	if (parserErr) {
      this[kError] = parserErr
      this[kClient][kOnError](parserErr)
	}
	return
  }

  this[kError] = err

  this[kClient][kOnError](err)
}

function onHttpSocketReadable () {
  this[kParser]?.readMore()
}

function onHttpSocketEnd () {
  const parser = this[kParser]

  if (parser.statusCode && !parser.shouldKeepAlive) {
	const parserErr = parser.finish()
	if (parserErr) {
      util.destroy(this, parserErr)
	}
	return
  }

  util.destroy(this, new SocketError('other side closed', util.getSocketInfo(this)))
}

function onHttpSocketClose () {
  const parser = this[kParser]

  clearIdleSocketValidation(this)

  if (parser) {
	if (!this[kError] && parser.statusCode && !parser.shouldKeepAlive) {
      this[kError] = parser.finish() || this[kError]
	}

	this[kParser].destroy()
	this[kParser] = null
  }

  const err = this[kError] || new SocketError('closed', util.getSocketInfo(this))

  const client = this[kClient]

  client[kSocket] = null
  client[kHTTPContext] = null // TODO (fix): This is hacky...

  if (client.destroyed) {
	assert(client[kPending] === 0)

	const requests = client[kQueue].splice(client[kRunningIdx])
	for (let i = 0; i < requests.length; i++) {
      const request = requests[i]
      util.errorRequest(client, request, err)
	}
  } else if (client[kRunning] > 0 && err.code !== 'UND_ERR_INFO') {
	const request = client[kQueue][client[kRunningIdx]]
	client[kQueue][client[kRunningIdx]++] = null

	util.errorRequest(client, request, err)
  }

  client[kPendingIdx] = client[kRunningIdx]

  assert(client[kRunning] === 0)

  client.emit('disconnect', client[kUrl], [client], err)

  client[kResume]()
}

function onSocketClose () {
  this[kClosed] = true
}

function clearIdleSocketValidation (socket) {
  if (socket[kIdleSocketValidationTimeout]) {
	clearImmediate(socket[kIdleSocketValidationTimeout])
	socket[kIdleSocketValidationTimeout] = null
  }

  socket[kIdleSocketValidation] = 0
}

function scheduleIdleSocketValidation (client, socket) {
  socket[kIdleSocketValidation] = 1
  socket[kIdleSocketValidationTimeout] = setImmediate(() => {
	socket[kIdleSocketValidationTimeout] = null
	socket[kIdleSocketValidation] = 2

	if (client[kSocket] === socket && !socket.destroyed) {
      client[kResume]()
	}
  })
}

function resumeH1 (client) {
  const socket = client[kSocket]

  if (socket && !socket.destroyed) {
	if (client[kSize] === 0) {
      if (!socket[kNoRef] && socket.unref) {
		socket.unref()
		socket[kNoRef] = true
      }
	} else if (socket[kNoRef] && socket.ref) {
      socket.ref()
      socket[kNoRef] = false
	}

	if (client[kRunning] === 0 && client[kPending] > 0 && socket[kSocketUsed]) {
      if (socket[kIdleSocketValidation] === 0) {
		scheduleIdleSocketValidation(client, socket)
		socket[kParser].readMore()
		if (socket.destroyed) {
          return
		}
		return
      }

      if (socket[kIdleSocketValidation] === 1) {
		socket[kParser].readMore()
		if (socket.destroyed) {
          return
		}
		return
      }
	}

	if (client[kRunning] === 0) {
      socket[kParser].readMore()
      if (socket.destroyed) {
		return
      }
	}

	if (client[kSize] === 0) {
      if (socket[kParser].timeoutType !== TIMEOUT_KEEP_ALIVE) {
		socket[kParser].setTimeout(client[kKeepAliveTimeoutValue], TIMEOUT_KEEP_ALIVE)
      }
	} else if (client[kRunning] > 0 && socket[kParser].statusCode < 200) {
      if (socket[kParser].timeoutType !== TIMEOUT_HEADERS) {
		const request = client[kQueue][client[kRunningIdx]]
		const headersTimeout = request.headersTimeout != null ? request.headersTimeout : client[kHeadersTimeout]
		socket[kParser].setTimeout(headersTimeout, TIMEOUT_HEADERS)
      }
	}
  }
}

function shouldSendContentLength (method) {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS' && method !== 'TRACE' && method !== 'CONNECT'
}

function setTypeOfService (socket, request) {
  if (typeof socket.setTypeOfService !== 'function') {
	return
  }

  const typeOfService = request.typeOfService

  if (typeOfService === undefined) {
	return
  }

  const currentTypeOfService = socket[kTypeOfService]

  if (currentTypeOfService === typeOfService) {
	return
  }

  try {
	socket.setTypeOfService(typeOfService)
	socket[kTypeOfService] = typeOfService
  } catch {
  }
}

function writeH1 (client, request) {
  const { method, path, host, upgrade, blocking, reset } = request

  let { body, headers, contentLength } = request



  const expectsPayload =
	method === 'PUT' ||
	method === 'POST' ||
	method === 'PATCH' ||
	method === 'QUERY' ||
	method === 'PROPFIND' ||
	method === 'PROPPATCH'

  if (util.isFormDataLike(body)) {
	if (!extractBody) {
      extractBody = (__nccwpck_require__(7909).extractBody)
	}

	const [bodyStream, contentType] = extractBody(body)
	if (request.contentType == null) {
      headers.push('content-type', contentType)
	}
	body = bodyStream.stream
	contentLength = bodyStream.length
  } else if (util.isBlobLike(body) && request.contentType == null) {
	const contentType = body.type
	if (contentType) {
      const contentTypeValue = `${contentType}`
      if (!util.isValidHeaderValue(contentTypeValue)) {
		util.errorRequest(client, request, new InvalidArgumentError('invalid content-type header'))
		return false
      }
      headers.push('content-type', contentTypeValue)
	}
  }

  if (body && typeof body.read === 'function') {
	body.read(0)
  }

  const bodyLength = util.bodyLength(body)

  contentLength = bodyLength ?? contentLength

  if (contentLength === null) {
	contentLength = request.contentLength
  }

  if (contentLength === 0 && !expectsPayload) {

	contentLength = null
  }

  if (
	shouldSendContentLength(method) &&
	contentLength > 0 &&
	request.contentLength !== null &&
	request.contentLength !== contentLength
  ) {
	if (client[kStrictContentLength]) {
      util.errorRequest(client, request, new RequestContentLengthMismatchError())
      return false
	}

	process.emitWarning(new RequestContentLengthMismatchError())
  }

  const socket = client[kSocket]
  clearIdleSocketValidation(socket)

  const abort = err => {
	if (request.aborted || request.completed) {
      return
	}

	util.errorRequest(client, request, err || new RequestAbortedError())

	util.destroy(body)
	util.destroy(socket, new InformationalError('aborted'))
  }

  try {
	request.onRequestStart(abort, null)
  } catch (err) {
	util.errorRequest(client, request, err)
  }

  if (request.aborted) {
	return false
  }

  if (method === 'HEAD') {

	socket[kReset] = true
  }

  if (upgrade || method === 'CONNECT') {

	socket[kReset] = true
  }

  if (reset != null) {
	socket[kReset] = reset
  }

  if (client[kMaxRequests] && ++socket[kCounter] >= client[kMaxRequests]) {
	socket[kReset] = true
  }

  if (blocking) {
	socket[kBlocking] = true
  }

  setTypeOfService(socket, request)

  let header = `${method} ${path} HTTP/1.1\r\n`

  if (typeof host === 'string') {
	header += `host: ${host}\r\n`
  } else {
	header += client[kHostHeader]
  }

  if (upgrade) {
	header += `connection: upgrade\r\nupgrade: ${upgrade}\r\n`
  } else if (client[kPipelining] && !socket[kReset]) {
	header += 'connection: keep-alive\r\n'
  } else {
	header += 'connection: close\r\n'
  }

  if (Array.isArray(headers)) {
	for (let n = 0; n < headers.length; n += 2) {
      const key = headers[n + 0]
      const val = headers[n + 1]

      if (Array.isArray(val)) {
		for (let i = 0; i < val.length; i++) {
          header += `${key}: ${val[i]}\r\n`
		}
      } else {
		header += `${key}: ${val}\r\n`
      }
	}
  }

  if (channels.sendHeaders.hasSubscribers) {
	channels.sendHeaders.publish({ request, headers: header, socket })
  }

  if (!body || bodyLength === 0) {
	writeBuffer(abort, null, client, request, socket, contentLength, header, expectsPayload)
  } else if (util.isBuffer(body)) {
	writeBuffer(abort, body, client, request, socket, contentLength, header, expectsPayload)
  } else if (util.isBlobLike(body)) {
	if (typeof body.stream === 'function') {
      writeIterable(abort, body.stream(), client, request, socket, contentLength, header, expectsPayload)
	} else {
      writeBlob(abort, body, client, request, socket, contentLength, header, expectsPayload)
	}
  } else if (util.isStream(body)) {
	writeStream(abort, body, client, request, socket, contentLength, header, expectsPayload)
  } else if (util.isIterable(body)) {
	writeIterable(abort, body, client, request, socket, contentLength, header, expectsPayload)
  } else {
	assert(false)
  }

  return true
}

function writeStream (abort, body, client, request, socket, contentLength, header, expectsPayload) {
  assert(contentLength !== 0 || client[kRunning] === 0, 'stream body cannot be pipelined')

  let finished = false

  const writer = new AsyncWriter({ abort, socket, request, contentLength, client, expectsPayload, header })

  const onData = function (chunk) {
	if (finished) {
      return
	}

	try {
      if (!writer.write(chunk) && this.pause) {
		this.pause()
      }
	} catch (err) {
      util.destroy(this, err)
	}
  }

  const onDrain = function () {
	if (finished) {
      return
	}

	if (body.resume) {
      body.resume()
	}
  }

  const onClose = function () {
	queueMicrotask(() => {
      body.removeListener('error', onFinished)
	})

	if (!finished) {
      const err = new RequestAbortedError()
      queueMicrotask(() => onFinished(err))
	}
  }

  const onFinished = function (err) {
	if (finished) {
      return
	}

	finished = true

	assert(socket.destroyed || (socket[kWriting] && client[kRunning] <= 1))

	socket.off('drain', onDrain).off('error', onFinished)

	body.removeListener('data', onData).removeListener('end', onFinished).removeListener('close', onClose)

	if (!err) {
      try {
		writer.end()
      } catch (er) {
		err = er
      }
	}

	writer.destroy(err)

	if (err && (err.code !== 'UND_ERR_INFO' || err.message !== 'reset')) {
      util.destroy(body, err)
	} else {
      util.destroy(body)
	}
  }

  body.on('data', onData).on('end', onFinished).on('error', onFinished).on('close', onClose)

  if (body.resume) {
	body.resume()
  }

  socket.on('drain', onDrain).on('error', onFinished)

  if (body.errorEmitted ?? body.errored) {
	setImmediate(onFinished, body.errored)
  } else if (body.endEmitted ?? body.readableEnded) {
	setImmediate(onFinished, null)
  }

  if (body.closeEmitted ?? body.closed) {
	setImmediate(onClose)
  }
}


function writeBuffer (abort, body, client, request, socket, contentLength, header, expectsPayload) {
  try {
	if (!body) {
      if (contentLength === 0) {
		socket.write(`${header}content-length: 0\r\n\r\n`, 'latin1')
      } else {
		assert(contentLength === null, 'no body must not have content length')
		socket.write(`${header}\r\n`, 'latin1')
      }
	} else if (util.isBuffer(body)) {
      assert(contentLength === body.byteLength, 'buffer body must have content length')

      socket.cork()
      socket.write(`${header}content-length: ${contentLength}\r\n\r\n`, 'latin1')
      socket.write(body)
      socket.uncork()
      request.onBodySent(body)

      if (!expectsPayload && request.reset !== false) {
		socket[kReset] = true
      }
	}
	request.onRequestSent()

	client[kResume]()
  } catch (err) {
	abort(err)
  }
}

async function writeBlob (abort, body, client, request, socket, contentLength, header, expectsPayload) {
  try {
	if (contentLength != null && contentLength !== body.size) {
      throw new RequestContentLengthMismatchError()
	}

	const buffer = Buffer.from(await body.arrayBuffer())

	socket.cork()
	socket.write(`${header}content-length: ${contentLength}\r\n\r\n`, 'latin1')
	socket.write(buffer)
	socket.uncork()

	request.onBodySent(buffer)
	request.onRequestSent()

	if (!expectsPayload && request.reset !== false) {
      socket[kReset] = true
	}

	client[kResume]()
  } catch (err) {
	abort(err)
  }
}

async function writeIterable (abort, body, client, request, socket, contentLength, header, expectsPayload) {
  assert(contentLength !== 0 || client[kRunning] === 0, 'iterator body cannot be pipelined')

  let callback = null
  function onDrain () {
	if (callback) {
      const cb = callback
      callback = null
      cb()
	}
  }

  const waitForDrain = () =>
	new Promise((resolve, reject) => {
      assert(callback === null)

      if (socket[kError]) {
		reject(socket[kError])
      } else {
		callback = resolve
      }
	})

  socket.on('close', onDrain).on('drain', onDrain)

  const writer = new AsyncWriter({ abort, socket, request, contentLength, client, expectsPayload, header })
  try {
	for await (const chunk of body) {
      if (socket[kError]) {
		throw socket[kError]
      }

      if (!writer.write(chunk)) {
		await waitForDrain()
      }
	}

	writer.end()
  } catch (err) {
	writer.destroy(err)
  } finally {
	socket.off('close', onDrain).off('drain', onDrain)
  }
}

class AsyncWriter {
  constructor ({ abort, socket, request, contentLength, client, expectsPayload, header }) {
	this.socket = socket
	this.request = request
	this.contentLength = contentLength
	this.client = client
	this.bytesWritten = 0
	this.expectsPayload = expectsPayload
	this.header = header
	this.abort = abort
	this.lengthMismatch = false

	socket[kWriting] = true
  }

  onLengthMismatch () {
	this.socket[kReset] = true

	if (!this.lengthMismatch) {
      this.lengthMismatch = true
      process.emitWarning(new RequestContentLengthMismatchError())
	}
  }

  write (chunk) {
	const { socket, request, contentLength, client, bytesWritten, expectsPayload, header } = this

	if (socket[kError]) {
      throw socket[kError]
	}

	if (socket.destroyed) {
      return false
	}

	let len = chunk instanceof Uint8Array ? chunk.byteLength : Buffer.byteLength(chunk)
	if (!len) {
      return true
	}

	if (contentLength !== null && bytesWritten + len > contentLength) {
      if (client[kStrictContentLength]) {
		throw new RequestContentLengthMismatchError()
      }

      this.onLengthMismatch()

      const remaining = contentLength - bytesWritten
      if (remaining === 0) {
		return true
      }
      chunk = (typeof chunk === 'string' ? Buffer.from(chunk) : chunk).subarray(0, remaining)
      len = remaining
	}

	socket.cork()

	if (bytesWritten === 0) {
      if (!expectsPayload && request.reset !== false) {
		socket[kReset] = true
      }

      if (contentLength === null) {
		socket.write(`${header}transfer-encoding: chunked\r\n`, 'latin1')
      } else {
		socket.write(`${header}content-length: ${contentLength}\r\n\r\n`, 'latin1')
      }
	}

	if (contentLength === null) {
      socket.write(`\r\n${len.toString(16)}\r\n`, 'latin1')
	}

	this.bytesWritten += len

	const ret = socket.write(chunk)

	socket.uncork()

	request.onBodySent(chunk)

	if (!ret) {
      if (socket[kParser].timeout && socket[kParser].timeoutType === TIMEOUT_HEADERS) {
		if (socket[kParser].timeout.refresh) {
          socket[kParser].timeout.refresh()
		}
      }
	}

	return ret
  }

  end () {
	const { socket, contentLength, client, bytesWritten, expectsPayload, header, request } = this
	request.onRequestSent()

	socket[kWriting] = false

	if (socket[kError]) {
      throw socket[kError]
	}

	if (socket.destroyed) {
      return
	}

	if (bytesWritten === 0) {
      if (expectsPayload) {

		socket.write(`${header}content-length: 0\r\n\r\n`, 'latin1')
      } else {
		socket.write(`${header}\r\n`, 'latin1')
      }
	} else if (contentLength === null) {
      socket.write('\r\n0\r\n\r\n', 'latin1')
	}

	if (contentLength !== null && bytesWritten !== contentLength) {
      if (client[kStrictContentLength]) {
		throw new RequestContentLengthMismatchError()
      }

      this.onLengthMismatch()
	}

	if (socket[kParser].timeout && socket[kParser].timeoutType === TIMEOUT_HEADERS) {
      if (socket[kParser].timeout.refresh) {
		socket[kParser].timeout.refresh()
      }
	}

	client[kResume]()
  }

  destroy (err) {
	const { socket, client, abort } = this

	socket[kWriting] = false

	if (err) {
      assert(client[kRunning] <= 1, 'pipeline should only contain this request')
      abort(err)
	}
  }
}

module.exports = connectH1


/***/ }),

/***/ 5433:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const assert = __nccwpck_require__(4589)
const { pipeline } = __nccwpck_require__(7075)
const util = __nccwpck_require__(9203)
const {
  RequestContentLengthMismatchError,
  ResponseContentLengthMismatchError,
  RequestAbortedError,
  SocketError,
  InformationalError,
  InvalidArgumentError,
  HeadersTimeoutError,
  BodyTimeoutError,
  ResponseExceededMaxSizeError
} = __nccwpck_require__(3092)
const {
  kUrl,
  kReset,
  kClient,
  kRunning,
  kPending,
  kQueue,
  kPendingIdx,
  kRunningIdx,
  kError,
  kSocket,
  kStrictContentLength,
  kOnError,
  kMaxConcurrentStreams,
  kHTTP2Session,
  kHostAuthority,
  kResume,
  kSize,
  kHTTPContext,
  kClosed,
  kKeepAliveDefaultTimeout,
  kHeadersTimeout,
  kBodyTimeout,
  kEnableConnectProtocol,
  kRemoteSettings,
  kHTTP2Stream,
  kHTTP2SessionState,
  kHTTP2Options,
  kMaxResponseSize
} = __nccwpck_require__(6478)
const { channels } = __nccwpck_require__(6883)

const kOpenStreams = Symbol('open streams')
const kRequestStream = Symbol('request stream')
const kRequestStreamCleanup = Symbol('request stream cleanup')
const kRequestStreamState = Symbol('request stream state')
const kReceivedGoAway = Symbol('received goaway')
const kGoAwayReplayAttempts = Symbol('goaway replay attempts')
const kRefusedStreamRetry = Symbol('refused stream retry')

const MAX_GOAWAY_REPLAY_ATTEMPTS = 1

const HTTP2_FRAME_TYPE_HEADERS = 1

const MIN_PROBE_TIMEOUT = 1e3

let extractBody

let http2
try {
  http2 = __nccwpck_require__(2467)
} catch {
  http2 = { constants: {} }
}

const {
  constants: {
	HTTP2_HEADER_AUTHORITY,
	HTTP2_HEADER_METHOD,
	HTTP2_HEADER_PATH,
	HTTP2_HEADER_SCHEME,
	HTTP2_HEADER_CONTENT_LENGTH,
	HTTP2_HEADER_EXPECT,
	HTTP2_HEADER_STATUS,
	HTTP2_HEADER_PROTOCOL,
	NGHTTP2_NO_ERROR,
	NGHTTP2_REFUSED_STREAM
  }
} = http2

function getGoAwayError (session, errorCode) {
  return session[kError] ||
	(errorCode === NGHTTP2_NO_ERROR
      ? new InformationalError(`HTTP/2: "GOAWAY" frame received with code ${errorCode}`)
      : new SocketError(`HTTP/2: "GOAWAY" frame received with code ${errorCode}`, util.getSocketInfo(session[kSocket])))
}

function resetHttp2Session (session, err) {
  const client = session[kClient]
  const socket = session[kSocket]

  if (client[kHTTP2Session] === session) {
	client[kSocket] = null
	client[kHTTPContext] = null
	client[kHTTP2Session] = null
  }

  if (socket != null && socket[kError] == null) {
	socket[kError] = err
  }

  if (!session.closed && !session.destroyed) {
	try {
      session.destroy(err)
	} catch {}
  }

  util.destroy(socket, err)
}

function getGoAwayPendingIdx (client, lastStreamID) {
  const maxAcceptedStreamID = Number.isInteger(lastStreamID) ? lastStreamID : Number.MAX_SAFE_INTEGER

  for (let i = client[kRunningIdx]; i < client[kPendingIdx]; i++) {
	const request = client[kQueue][i]

	if (request == null) {
      continue
	}

	const streamId = request[kRequestStream]?.id
	if (typeof streamId !== 'number' || streamId > maxAcceptedStreamID) {
      return i
	}
  }

  return client[kPendingIdx]
}

function detachRequestFromStream (request) {
  request[kRequestStream] = null
  request[kRequestStreamCleanup] = null
}

function bindRequestToStream (request, stream, cleanup) {
  const previousCleanup = request[kRequestStreamCleanup]
  const previousStream = request[kRequestStream]
  detachRequestFromStream(request)
  previousCleanup?.(previousStream)
  request[kRequestStream] = stream
  request[kRequestStreamCleanup] = cleanup
}

function clearRequestStream (request) {
  const cleanup = request[kRequestStreamCleanup]
  const stream = request[kRequestStream]
  detachRequestFromStream(request)
  cleanup?.(stream)
}

function requeueUnsentRequest (client, request) {
  client[kQueue].splice(client[kPendingIdx] + 1, 0, request)
}

function completeRequest (client, request, resetPendingIdx = false) {
  const queue = client[kQueue]
  const runningIdx = client[kRunningIdx]

  if (runningIdx < client[kPendingIdx] && queue[runningIdx] === request) {
	queue[runningIdx] = null
	client[kRunningIdx] = runningIdx + 1
	return
  }

  const index = queue.indexOf(request, runningIdx)

  if (index === -1 || index >= client[kPendingIdx]) {
	return
  }

  queue.splice(index, 1)
  client[kPendingIdx]--

  if (resetPendingIdx && client[kPendingIdx] < client[kRunningIdx]) {
	client[kPendingIdx] = client[kRunningIdx]
  }
}

function canReplayRequest (request) {
  const { body } = request

  return body == null || util.isBuffer(body) || util.isBlobLike(body)
}

function hasResponseStarted (request) {
  const state = request[kRequestStream]?.[kRequestStreamState]
  return state?.responseReceived === true
}

function registerGoAwayRefusal (request) {
  const attempts = (request[kGoAwayReplayAttempts] ?? 0) + 1
  request[kGoAwayReplayAttempts] = attempts

  return attempts <= MAX_GOAWAY_REPLAY_ATTEMPTS
}

function closeStream (stream, code = NGHTTP2_REFUSED_STREAM) {
  if (stream != null && !stream.destroyed && !stream.closed) {
	try {
      stream.close(code)
	} catch {}
  }
}

function detachRequestStreamForClose (request) {
  const stream = request[kRequestStream]

  clearRequestStream(request)
  severRequestStream(stream)

  return stream
}

function severRequestStream (stream) {
  if (stream == null || stream[kRequestStreamState] == null) {
	return
  }

  stream[kRequestStreamState] = null
  stream.off('close', completeRequestStream)
  stream.off('close', onUpgradeStreamClose)

  if (stream[kHTTP2Session] != null) {
	closeStreamSession(stream)
  }

  if (!stream.destroyed && !stream.closed) {
	stream.off('error', noop)
	stream.on('error', noop)
  }
}

function connectH2 (client, socket) {
  client[kSocket] = socket

  const http2InitialWindowSize = client[kHTTP2Options].sessionOptions?.initialWindowSize
  const http2ConnectionWindowSize = client[kHTTP2Options].connectionWindowSize

  const session = http2.connect(client[kUrl], {
	createConnection: () => socket,
	peerMaxConcurrentStreams: client[kHTTP2Options].maxConcurrentStreams,
	settings: {
      enablePush: false,
      ...(http2InitialWindowSize != null ? { initialWindowSize: http2InitialWindowSize } : null)
	}
  })

  client[kSocket] = socket
  session[kOpenStreams] = 0
  session[kClient] = client
  session[kSocket] = socket
  session[kHTTP2SessionState] = {
	idleTimeout: null,
	noStreamsTimeout: null,
	probeTimeout: null,
	refed: true,
	ping: {
      interval: client[kHTTP2Options].pingInterval === 0 ? null : setInterval(onHttp2SendPing, client[kHTTP2Options].pingInterval, session).unref()
	}
  }
  session[kReceivedGoAway] = false
  session[kEnableConnectProtocol] = false
  session[kRemoteSettings] = false

  if (http2ConnectionWindowSize) {
	util.addListener(session, 'connect', applyConnectionWindowSize.bind(session, http2ConnectionWindowSize))
  }

  util.addListener(session, 'error', onHttp2SessionError)
  util.addListener(session, 'frameError', onHttp2FrameError)
  util.addListener(session, 'goaway', onHttp2SessionGoAway)
  util.addListener(session, 'close', onHttp2SessionClose)
  util.addListener(session, 'remoteSettings', onHttp2RemoteSettings)

  unrefH2Session(session)

  client[kHTTP2Session] = session
  socket[kHTTP2Session] = session

  util.addListener(socket, 'error', onHttp2SocketError)
  util.addListener(socket, 'end', onHttp2SocketEnd)
  util.addListener(socket, 'close', onHttp2SocketClose)

  socket[kClosed] = false
  socket.on('close', onSocketClose)

  return {
	version: 'h2',
	defaultPipelining: Infinity,
	write (request) {
      return writeH2(client, request)
	},
	resume () {
      resumeH2(client)
	},
	destroy (err, callback) {
      if (socket[kClosed]) {
		queueMicrotask(callback)
      } else {
		socket.destroy(err).on('close', callback)
      }
	},
	get destroyed () {
      return socket.destroyed
	},
	busy (request) {
      if (session[kRemoteSettings] === false && client[kRunning] > 0) {
		return true
      }

      if (session[kHTTP2SessionState].probeTimeout != null) {
		return true
      }

      if (client[kRunning] >= client[kMaxConcurrentStreams]) {
		return true
      }

      if (request != null) {
		if (client[kRunning] > 0) {

          if ((request.upgrade === 'websocket' || request.method === 'CONNECT') && session[kRemoteSettings] === false) return true
		} else {
          return (request.upgrade === 'websocket' || request.method === 'CONNECT') && session[kRemoteSettings] === false
		}
      }

      return false
	}
  }
}

function refH2Session (session) {
  const state = session[kHTTP2SessionState]

  if (state.refed === false) {
	state.refed = true
	session.ref()
  }
}

function unrefH2Session (session) {
  const state = session[kHTTP2SessionState]

  if (state.refed === true) {
	state.refed = false
	session.unref()
  }
}

function resumeH2 (client) {
  const socket = client[kSocket]
  const session = client[kHTTP2Session]

  if (socket?.destroyed === false) {
	if (session[kOpenStreams] === 0 && client[kSize] === 0) {
      unrefH2Session(session)
	} else {
      refH2Session(session)
	}

	if (client[kSize] === 0 && session[kOpenStreams] === 0) {
      setHttp2IdleTimeout(session)
	} else {
      clearHttp2IdleTimeout(session)
	}

	if (client[kMaxConcurrentStreams] === 0 && client[kRunning] === 0 && client[kPending] > 0) {
      setNoStreamsTimeout(session)
	} else {
      clearNoStreamsTimeout(session)
	}
  }
}

function clearNoStreamsTimeout (session) {
  const state = session[kHTTP2SessionState]

  if (state?.noStreamsTimeout != null) {
	clearTimeout(state.noStreamsTimeout)
	state.noStreamsTimeout = null
  }
}

function setNoStreamsTimeout (session) {
  const client = session[kClient]
  const state = session[kHTTP2SessionState]
  const timeout = client[kHeadersTimeout]

  if (!timeout || state.noStreamsTimeout != null) {
	return
  }

  state.noStreamsTimeout = setTimeout(onNoStreamsTimeout, timeout, session).unref()
}

function onNoStreamsTimeout (session) {
  const client = session[kClient]
  const state = session[kHTTP2SessionState]

  state.noStreamsTimeout = null

  if (
	client[kHTTP2Session] !== session ||
	client[kMaxConcurrentStreams] !== 0 ||
	client[kRunning] !== 0 ||
	client[kPending] === 0
  ) {
	return
  }

  const err = new HeadersTimeoutError(
	`HTTP/2: server did not accept a new stream within ${client[kHeadersTimeout]}`
  )

  const requests = client[kQueue].splice(client[kPendingIdx])
  for (let i = 0; i < requests.length; i++) {
	if (requests[i] != null) {
      util.errorRequest(client, requests[i], err)
	}
  }

  session[kError] = err
  resetHttp2Session(session, err)
}

function probeHttp2Session (session, timeout) {
  const state = session[kHTTP2SessionState]

  if (state.probeTimeout != null || session.closed || session.destroyed) {
	return
  }

  try {
	session.ping(onHttp2ProbeAck.bind(session))
  } catch {
	return
  }

  state.probeTimeout = setTimeout(onHttp2ProbeTimeout, Math.max(timeout, MIN_PROBE_TIMEOUT), session).unref()
}

function clearHttp2ProbeTimeout (session) {
  const state = session[kHTTP2SessionState]

  if (state?.probeTimeout != null) {
	clearTimeout(state.probeTimeout)
	state.probeTimeout = null
  }
}

function onHttp2ProbeAck () {
  if (this[kHTTP2SessionState].probeTimeout == null) {
	return
  }

  clearHttp2ProbeTimeout(this)
  this[kClient][kResume]()
}

function onHttp2ProbeTimeout (session) {
  session[kHTTP2SessionState].probeTimeout = null

  if (session.closed || session.destroyed) {
	return
  }

  const err = new SocketError('HTTP/2: connection unresponsive', util.getSocketInfo(session[kSocket]))
  session[kError] = err
  resetHttp2Session(session, err)
}

function clearHttp2IdleTimeout (session) {
  const state = session[kHTTP2SessionState]

  if (state?.idleTimeout != null) {
	clearTimeout(state.idleTimeout)
	state.idleTimeout = null
  }
}

function setHttp2IdleTimeout (session) {
  const client = session[kClient]

  if (client[kHTTP2Session] !== session || session.closed || session.destroyed) {
	return
  }

  if (session[kOpenStreams] !== 0 || client[kSize] !== 0) {
	clearHttp2IdleTimeout(session)
	return
  }

  const state = session[kHTTP2SessionState]
  if (state.idleTimeout == null) {
	state.idleTimeout = setTimeout(onHttp2SessionIdleTimeout, client[kKeepAliveDefaultTimeout], session).unref()
  }
}

function onHttp2SessionIdleTimeout (session) {
  const client = session[kClient]
  const socket = session[kSocket]
  const state = session[kHTTP2SessionState]

  state.idleTimeout = null

  if (client[kHTTP2Session] !== session || session[kOpenStreams] !== 0 || client[kSize] !== 0 || session.closed || session.destroyed) {
	return
  }

  const err = new InformationalError('socket idle timeout')
  socket[kError] = err
  util.destroy(socket, err)
}

function applyConnectionWindowSize (connectionWindowSize) {
  try {
	if (typeof this.setLocalWindowSize === 'function') {
      this.setLocalWindowSize(connectionWindowSize)
	}
  } catch {
  }
}

function onHttp2RemoteSettings (settings) {
  const client = this[kClient]

  const localMaxConcurrentStreams = client[kHTTP2Options].maxConcurrentStreams
  const remoteMaxConcurrentStreams = settings.maxConcurrentStreams ?? client[kMaxConcurrentStreams] ?? localMaxConcurrentStreams
  client[kMaxConcurrentStreams] = Math.min(remoteMaxConcurrentStreams, localMaxConcurrentStreams)
  if (this[kRemoteSettings] === true && this[kEnableConnectProtocol] === true && settings.enableConnectProtocol === false) {
	const err = new InformationalError('HTTP/2: Server disabled extended CONNECT protocol against RFC-8441')
	this[kSocket][kError] = err
	this[kClient][kOnError](err)
	return
  }

  this[kEnableConnectProtocol] = settings.enableConnectProtocol ?? this[kEnableConnectProtocol]
  this[kRemoteSettings] = true
  this[kClient][kResume]()
}

function onHttp2SendPing (session) {
  const state = session[kHTTP2SessionState]
  if ((session.closed || session.destroyed) && state.ping.interval != null) {
	clearInterval(state.ping.interval)
	state.ping.interval = null
	return
  }

  session.ping(onPing.bind(session))

  function onPing (err, duration) {
	const client = this[kClient]
	const socket = this[kSocket]

	if (err != null) {
      const error = new InformationalError(`HTTP/2: "PING" errored - type ${err.message}`)
      socket[kError] = error
      client[kOnError](error)
	} else {
      client.emit('ping', duration)
	}
  }
}

function onHttp2SessionError (err) {
  this[kSocket][kError] = err

  if (this[kReceivedGoAway]) {
	return
  }

  this[kClient][kOnError](err)
}

function onHttp2FrameError (type, code, id) {
  if (id === 0) {
	if (this[kReceivedGoAway]) {
      return
	}

	const err = new InformationalError(`HTTP/2: "frameError" received - type ${type}, code ${code}`)
	this[kSocket][kError] = err
	this[kClient][kOnError](err)
  }
}

function onHttp2SessionGoAway (errorCode, lastStreamID) {
  if (this[kReceivedGoAway]) {
	return
  }

  this[kReceivedGoAway] = true

  const err = getGoAwayError(this, errorCode)
  const client = this[kClient]
  const previousPendingIdx = client[kPendingIdx]
  const pendingIdx = getGoAwayPendingIdx(client, lastStreamID)
  const retriableRequests = []
  const streamsToClose = []

  for (let i = pendingIdx; i < previousPendingIdx; i++) {
	const request = client[kQueue][i]

	if (request != null) {
      const responseStarted = hasResponseStarted(request)

      streamsToClose.push(detachRequestStreamForClose(request))

      if (!responseStarted && canReplayRequest(request) && registerGoAwayRefusal(request)) {
		retriableRequests.push(request)
      } else {
		util.errorRequest(client, request, err)
      }
	}
  }

  if (pendingIdx !== previousPendingIdx) {
	const remainingPendingRequests = client[kQueue].slice(previousPendingIdx)
	client[kQueue].length = pendingIdx
	client[kQueue].push(...retriableRequests, ...remainingPendingRequests)
  }

  client[kPendingIdx] = pendingIdx

  if (client[kHTTP2Session] === this) {
	client[kSocket] = null
	client[kHTTPContext] = null
	client[kHTTP2Session] = null
  }

  if (this[kOpenStreams] === 0) {
	unrefH2Session(this)
  }

  clearHttp2IdleTimeout(this)
  clearNoStreamsTimeout(this)
  clearHttp2ProbeTimeout(this)

  for (let i = 0; i < streamsToClose.length; i++) {
	closeStream(streamsToClose[i])
  }

  if (!this.closed && !this.destroyed) {
	this.close()
  }

  client.emit('disconnect', client[kUrl], [client], err)

  client[kResume]()
}

function onHttp2SessionClose () {
  const { [kClient]: client, [kHTTP2SessionState]: state, [kSocket]: socket } = this

  const err = socket[kError] || this[kError] || new SocketError('closed', util.getSocketInfo(socket))

  if (client[kHTTP2Session] === this) {
	client[kSocket] = null
	client[kHTTPContext] = null
	client[kHTTP2Session] = null
  }

  clearHttp2IdleTimeout(this)
  clearNoStreamsTimeout(this)
  clearHttp2ProbeTimeout(this)

  if (state.ping.interval != null) {
	clearInterval(state.ping.interval)
	state.ping.interval = null
  }

  if (client.destroyed) {
	assert(client[kPending] === 0)

	const requests = client[kQueue].splice(client[kRunningIdx])
	for (let i = 0; i < requests.length; i++) {
      const request = requests[i]
      if (request != null) {
		util.errorRequest(client, request, err)
      }
	}
  }
}

function onHttp2SocketClose () {
  const err = this[kError] || new SocketError('closed', util.getSocketInfo(this))

  const session = this[kHTTP2Session]
  const client = session[kClient]

  if (client[kSocket] !== this) {
	if (session[kReceivedGoAway] || (client[kHTTP2Session] != null && client[kHTTP2Session] !== session)) {
      return
	}
  }

  client[kSocket] = null
  client[kHTTPContext] = null
  if (client[kHTTP2Session] === session) {
	client[kHTTP2Session] = null
  }

  session.destroy(err)

  client[kPendingIdx] = client[kRunningIdx]

  assert(client[kRunning] === 0)

  client.emit('disconnect', client[kUrl], [client], err)

  client[kResume]()
}

function onHttp2SocketError (err) {
  this[kError] = err

  if (this[kHTTP2Session]?.[kReceivedGoAway]) {
	return
  }

  this[kHTTP2Session]?.[kClient]?.[kOnError](err)
}

function onHttp2SocketEnd () {
  util.destroy(this, new SocketError('other side closed', util.getSocketInfo(this)))
}

function onSocketClose () {
  this[kClosed] = true
}

function noop () {}

function closeStreamSession (stream) {
  const session = stream[kHTTP2Session]
  const client = session[kClient]

  stream[kHTTP2Session] = null
  session[kOpenStreams] -= 1
  if (session[kOpenStreams] === 0 && (client[kSize] === 0 || session[kReceivedGoAway])) {
	unrefH2Session(session)
	setHttp2IdleTimeout(session)
  }
}

function onUpgradeStreamClose () {
  const state = this[kRequestStreamState]
  this[kRequestStreamState] = null

  failUpgradeStream(state, new InformationalError('HTTP/2: stream closed before response headers'))
  closeStreamSession(this)
}

function completeRequestStream () {
  const state = this[kRequestStreamState]

  if (state == null) {
	return
  }

  releaseRequestStream(this)

  if (state.pendingEnd && !state.request.aborted && !state.request.completed) {
	state.request.onResponseEnd(state.trailers || {})
  } else if (!state.request.aborted && !state.request.completed) {
	util.errorRequest(
      state.client,
      state.request,
      new InformationalError('HTTP/2: stream closed before the response was complete')
	)
  }

  finalizeRequest(state)
  closeStreamSession(this)
  this[kRequestStreamState] = null
}

function shouldSendContentLength (method) {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS' && method !== 'TRACE' && method !== 'CONNECT'
}

function buildRequestHeaders (reqHeaders) {
  const headers = {}

  for (let n = 0; n < reqHeaders.length; n += 2) {
	const key = reqHeaders[n + 0]
	const val = reqHeaders[n + 1]
	const current = Object.hasOwn(headers, key) ? headers[key] : undefined

	if (key === 'cookie') {
      if (current != null) {
		util.setHeader(headers, key, Array.isArray(current) ? (current.push(val), current) : [current, val])
      } else {
		util.setHeader(headers, key, val)
      }

      continue
	}

	if (typeof val === 'string') {
      util.setHeader(headers, key, current ? `${current}, ${val}` : val)
      continue
	}

	for (let i = 0; i < val.length; i++) {
      util.setHeader(headers, key, Object.hasOwn(headers, key) ? `${headers[key]}, ${val[i]}` : val[i])
	}
  }

  return headers
}

function removeUpgradeStreamListeners (stream) {
  stream.off('response', onUpgradeResponse)
  stream.off('error', onUpgradeStreamError)
  stream.off('end', onUpgradeStreamEnd)
  stream.off('timeout', onUpgradeStreamTimeout)
  stream.off('error', noop)
}

function releaseUpgradeStream (stream) {
  if (stream == null) {
	return
  }

  const state = stream[kRequestStreamState]
  if (state == null) {
	return
  }

  const { request } = state

  if (request[kRequestStream] === stream) {
	detachRequestFromStream(request)
  }

  removeUpgradeStreamListeners(stream)

  if (!stream.destroyed && !stream.closed) {
	stream.on('error', noop)
  }
}

function failUpgradeStream (state, err) {
  if (state == null) {
	return
  }

  const { request } = state
  if (state.responseReceived || request.aborted || request.completed) {
	return
  }

  releaseUpgradeStream(state.stream)
  state.abort(err, true)
}

function onUpgradeStreamError () {
  const state = this[kRequestStreamState]

  if (typeof this.rstCode === 'number' && this.rstCode !== 0) {
	failUpgradeStream(state, new InformationalError(`HTTP/2: "stream error" received - code ${this.rstCode}`))
  } else {
	failUpgradeStream(state, new InformationalError('HTTP/2: stream errored before response headers'))
  }
}

function onUpgradeStreamEnd () {
  failUpgradeStream(this[kRequestStreamState], new InformationalError('HTTP/2: stream half-closed (remote)'))
}

function onUpgradeStreamTimeout () {
  const state = this[kRequestStreamState]
  failUpgradeStream(state, new InformationalError(`HTTP/2: "stream timeout after ${state.headersTimeout}"`))
}

function onUpgradeResponse (headers, _flags) {
  const stream = this
  const state = stream[kRequestStreamState]
  const { request } = state

  state.responseReceived = true

  const statusCode = headers[HTTP2_HEADER_STATUS]
  delete headers[HTTP2_HEADER_STATUS]

  try {
	request.onRequestUpgrade(statusCode, headers, stream)
  } catch (err) {
	state.abort(err)
	return
  }

  if (request.aborted) {
	return
  }

  removeUpgradeStreamListeners(stream)
  detachRequestFromStream(request)
  finalizeRequest(state)
}

function setupUpgradeStream (stream, state) {
  const { request, headersTimeout, session } = state

  stream[kHTTP2Stream] = true
  stream[kHTTP2Session] = session
  stream[kRequestStreamState] = state
  state.stream = stream

  bindRequestToStream(request, stream, releaseUpgradeStream)
  stream.once('response', onUpgradeResponse)
  stream.on('error', onUpgradeStreamError)
  stream.once('end', onUpgradeStreamEnd)
  stream.on('timeout', onUpgradeStreamTimeout)
  stream.once('close', onUpgradeStreamClose)

  clearHttp2IdleTimeout(session)
  ++session[kOpenStreams]
  stream.setTimeout(headersTimeout)
}

function finalizeRequest (state, resetPendingIdx = false) {
  if (state.requestFinalized) {
	return
  }

  state.requestFinalized = true
  completeRequest(state.client, state.request, resetPendingIdx)

  state.client[kResume]()
}

function openStream (client, request, session, abort, headers, options) {
  try {
	return session.request(headers, options)
  } catch (err) {
	if (err?.code === 'ERR_HTTP2_INVALID_SESSION' || err?.code === 'ERR_HTTP2_GOAWAY_SESSION') {
      const wrappedErr = new SocketError(err.message, util.getSocketInfo(session[kSocket]))
      wrappedErr.cause = err
      session[kError] = wrappedErr
      resetHttp2Session(session, wrappedErr)
      requeueUnsentRequest(client, request)

      return null
	}

	const wrappedErr = new InformationalError(err.message, { cause: err })
	session[kError] = wrappedErr
	session[kSocket][kError] = wrappedErr

	session.destroy(wrappedErr)
	util.destroy(session[kSocket], wrappedErr)
	abort(wrappedErr)

	return null
  }
}

function writeH2 (client, request) {
  const headersTimeout = request.headersTimeout ?? client[kHeadersTimeout]
  const bodyTimeout = request.bodyTimeout ?? client[kBodyTimeout]
  const session = client[kHTTP2Session]
  const { method, path, host, upgrade, expectContinue, signal, protocol, headers: reqHeaders } = request

  if (upgrade != null && upgrade !== 'websocket') {
	util.errorRequest(client, request, new InvalidArgumentError(`Custom upgrade "${upgrade}" not supported over HTTP/2`))
	return false
  }

  const headers = buildRequestHeaders(reqHeaders)

  headers[HTTP2_HEADER_AUTHORITY] = host || client[kHostAuthority]
  headers[HTTP2_HEADER_METHOD] = method

  const state = {
	abort: null,
	body: request.body,
	bytesRead: 0,
	client,
	contentLength: null,
	expectsPayload: false,
	maxResponseSize: client[kMaxResponseSize],
	request,
	headersTimeout,
	bodyTimeout,
	requestFinalized: false,
	responseContentLength: null,
	responseReceived: false,
	bodySent: false,
	pendingEnd: false,
	trailers: null,
	session,
	stream: null
  }

  const abort = (err, resetPendingIdx = false) => {
	if (request.aborted || request.completed) {
      return
	}

	err = err || new RequestAbortedError()

	util.errorRequest(client, request, err)

	if (state.stream != null) {
      clearRequestStream(request)

      const stream = state.stream
      stream.close()

      if (!stream.destroyed) {
		util.destroy(stream)
      }

      client[kOnError](err)
      finalizeRequest(state, resetPendingIdx)
	}

	util.destroy(state.body, err)
  }

  state.abort = abort

  let stream = null

  try {
	request.onRequestStart(abort, null)
  } catch (err) {
	util.errorRequest(client, request, err)
  }

  if (request.aborted) {
	return false
  }

  if (upgrade || method === 'CONNECT') {
	refH2Session(session)

	if (upgrade === 'websocket') {
      if (session[kEnableConnectProtocol] === false) {
		util.errorRequest(client, request, new InformationalError('HTTP/2: Extended CONNECT protocol not supported by server'))
		unrefH2Session(session)
		return false
      }

      headers[HTTP2_HEADER_METHOD] = 'CONNECT'
      headers[HTTP2_HEADER_PROTOCOL] = 'websocket'
      headers[HTTP2_HEADER_PATH] = path

      if (protocol === 'ws:' || protocol === 'wss:') {
		headers[HTTP2_HEADER_SCHEME] = protocol === 'ws:' ? 'http' : 'https'
      } else {
		headers[HTTP2_HEADER_SCHEME] = protocol === 'http:' ? 'http' : 'https'
      }

      stream = openStream(client, request, session, abort, headers, { endStream: false, signal })
      if (stream == null) {
		unrefH2Session(session)
		return false
      }
      setupUpgradeStream(stream, state)
      return true
	}

	stream = openStream(client, request, session, abort, headers, { endStream: false, signal })
	if (stream == null) {
      unrefH2Session(session)
      return false
	}
	setupUpgradeStream(stream, state)

	return true
  }

  headers[HTTP2_HEADER_PATH] = path
  headers[HTTP2_HEADER_SCHEME] = protocol === 'http:' ? 'http' : 'https'



  const expectsPayload = (
	method === 'PUT' ||
	method === 'POST' ||
	method === 'PATCH' ||
	method === 'QUERY' ||
	method === 'PROPFIND' ||
	method === 'PROPPATCH'
  )

  let body = state.body

  if (body && typeof body.read === 'function') {
	body.read(0)
  }

  let contentLength = util.bodyLength(body)

  if (util.isFormDataLike(body)) {
	extractBody ??= (__nccwpck_require__(7909).extractBody)

	const [bodyStream, contentType] = extractBody(body)
	headers['content-type'] = contentType

	body = bodyStream.stream
	contentLength = bodyStream.length
  }

  if (contentLength == null) {
	contentLength = request.contentLength
  }

  if (contentLength === 0 && !expectsPayload) {
	contentLength = null
  }

  if (shouldSendContentLength(method) && contentLength > 0 && request.contentLength != null && request.contentLength !== contentLength) {
	if (client[kStrictContentLength]) {
      util.errorRequest(client, request, new RequestContentLengthMismatchError())
      return false
	}

	process.emitWarning(new RequestContentLengthMismatchError())
  }

  if (contentLength != null) {
	assert(body || contentLength === 0, 'no body must not have content length')
	headers[HTTP2_HEADER_CONTENT_LENGTH] = `${contentLength}`
  }

  refH2Session(session)

  if (channels.sendHeaders.hasSubscribers) {
	let header = ''
	for (const key in headers) {
      header += `${key}: ${headers[key]}\r\n`
	}
	channels.sendHeaders.publish({ request, headers: header, socket: session[kSocket] })
  }

  const shouldEndStream = body === null || contentLength === 0

  state.body = body
  state.contentLength = contentLength
  state.expectsPayload = expectsPayload

  if (expectContinue) {
	headers[HTTP2_HEADER_EXPECT] = '100-continue'
  }

  stream = openStream(client, request, session, abort, headers, { endStream: shouldEndStream, signal })
  if (stream == null) {
	return false
  }
  stream[kHTTP2Stream] = true
  stream[kRequestStreamState] = state
  state.stream = stream

  clearHttp2IdleTimeout(session)
  ++session[kOpenStreams]

  if (headersTimeout) {
	stream.setTimeout(headersTimeout)
  }

  stream[kHTTP2Session] = session
  stream.on('close', completeRequestStream)

  bindRequestToStream(request, stream, releaseRequestStream)
  if (expectContinue) {
	stream.once('continue', writeBodyH2)
  }
  stream.on('response', onResponse)
  stream.on('headers', onInterimResponse)
  stream.on('end', onEnd)
  stream.on('error', onError)
  stream.on('frameError', onFrameError)
  stream.on('aborted', onAborted)
  if (headersTimeout || bodyTimeout) {
	stream.on('timeout', onTimeout)
  }
  stream.on('trailers', onTrailers)

  if (!expectContinue) {
	writeBodyH2.call(stream)
  }

  return true
}

function removeRequestStreamListeners (stream) {
  stream.off('error', noop)
  stream.off('continue', writeBodyH2)
  stream.off('response', onResponse)
  stream.off('headers', onInterimResponse)
  stream.off('end', onEnd)
  stream.off('error', onError)
  stream.off('frameError', onFrameError)
  stream.off('aborted', onAborted)
  stream.off('timeout', onTimeout)
  stream.off('trailers', onTrailers)
  stream.off('data', onData)
}

function releaseRequestStream (stream) {
  if (stream == null) {
	return
  }

  const state = stream[kRequestStreamState]
  if (state == null) {
	return
  }

  const { request } = state

  if (request[kRequestStream] === stream) {
	detachRequestFromStream(request)
  }

  if (!stream.destroyed && !stream.closed) {
	removeRequestStreamListeners(stream)
	stream.on('error', noop)
  }
}

function onData (chunk) {
  const stream = this
  const state = stream[kRequestStreamState]

  if (state == null) {
	return
  }

  const { request, maxResponseSize, responseContentLength } = state

  if (request.aborted || request.completed) {
	return
  }

  if (responseContentLength != null && state.bytesRead + chunk.length > responseContentLength) {
	state.abort(new ResponseContentLengthMismatchError())
	return
  }

  if (maxResponseSize > -1 && state.bytesRead + chunk.length > maxResponseSize) {
	state.abort(new ResponseExceededMaxSizeError())
	return
  }

  state.bytesRead += chunk.length

  if (request.onResponseData(chunk) === false) {
	pauseResponseStream(stream, state)
  }
}

function pauseResponseStream (stream, state) {
  stream.pause()
  if (state.bodyTimeout) {
	stream.setTimeout(0)
  }
}

function resumeResponseStream () {
  const stream = this
  const state = stream[kRequestStreamState]

  if (state != null && state.bodyTimeout && stream.isPaused()) {
	stream.setTimeout(state.bodyTimeout)
  }

  stream.resume()
}

function onInterimResponse (headers) {
  const stream = this
  const state = stream[kRequestStreamState]

  if (state == null) {
	return
  }

  const { request } = state

  if (request.aborted || request.completed) {
	return
  }

  const statusCode = headers[HTTP2_HEADER_STATUS]
  delete headers[HTTP2_HEADER_STATUS]

  request.onResponseStart(Number(statusCode), headers, noop, '')
}

function onResponse (headers) {
  const stream = this
  const state = stream[kRequestStreamState]

  if (state == null) {
	return
  }

  const { request } = state

  stream.off('response', onResponse)

  if (state.body != null && !state.bodySent && !stream.writableEnded) {
	stream.removeListener('continue', writeBodyH2)
	stream.end()
  }

  const statusCode = Number(headers[HTTP2_HEADER_STATUS])
  delete headers[HTTP2_HEADER_STATUS]
  request.onResponseStarted()
  state.responseReceived = true

  if (request.method !== 'HEAD' && statusCode !== 304) {
	const contentLength = headers[HTTP2_HEADER_CONTENT_LENGTH]
	state.responseContentLength = contentLength == null ? null : Number(contentLength)
  }

  if (state.headersTimeout || state.bodyTimeout) {
	stream.setTimeout(state.bodyTimeout)
  }

  if (request.aborted || request.completed) {
	releaseRequestStream(stream)
	return
  }

  if (request.onResponseStart(statusCode, headers, resumeResponseStream.bind(stream), '') === false) {
	pauseResponseStream(stream, state)
  }

  stream.on('data', onData)
}

function onEnd () {
  const stream = this
  const state = stream[kRequestStreamState]

  if (state == null) {
	return
  }

  const { request } = state

  stream.off('end', onEnd)

  if (state.responseReceived) {
	if (!request.aborted && !request.completed) {
      if (state.responseContentLength != null && state.bytesRead !== state.responseContentLength) {
		state.abort(new ResponseContentLengthMismatchError())
		return
      }

      state.pendingEnd = true

      completeRequestStream.call(stream)
	}
  } else {
	state.abort(new InformationalError('HTTP/2: stream half-closed (remote)'), true)
  }
}

function retryRefusedStream (stream, state) {
  const { client, request } = state

  if (
	state.responseReceived ||
	request.aborted ||
	request.completed ||
	request[kRefusedStreamRetry] ||
	!canReplayRequest(request)
  ) {
	return false
  }

  request[kRefusedStreamRetry] = true

  requeueStreamRequest(client, state)

  return true
}

function retryUnsentStream (state) {
  const { client, request, session } = state

  if (
	!session[kReceivedGoAway] ||
	state.responseReceived ||
	request.aborted ||
	request.completed ||
	!canReplayRequest(request) ||
	!registerGoAwayRefusal(request)
  ) {
	return false
  }

  requeueStreamRequest(client, state)

  return true
}

function requeueStreamRequest (client, state) {
  const { request } = state

  detachRequestStreamForClose(request)
  state.stream = null
  state.requestFinalized = true

  completeRequest(client, request)
  client[kQueue].splice(client[kPendingIdx], 0, request)
  client[kResume]()
}

function onError (err) {
  const stream = this
  const state = stream[kRequestStreamState]

  if (state == null) {
	return
  }

  stream.off('error', onError)
  stream.on('error', noop)

  if (state.responseContentLength != null && state.bytesRead !== state.responseContentLength) {
	err = new ResponseContentLengthMismatchError()
  }

  if (typeof stream.rstCode === 'number' && stream.rstCode !== NGHTTP2_NO_ERROR) {
	err.http2ErrorCode = stream.rstCode
  }

  if (
	stream.rstCode === NGHTTP2_REFUSED_STREAM &&
	retryRefusedStream(stream, state)
  ) {
	return
  }

  state.abort(err)
}

function onFrameError (type, code) {
  const stream = this
  const state = stream[kRequestStreamState]

  if (state == null) {
	return
  }

  stream.off('frameError', onFrameError)

  if (type === HTTP2_FRAME_TYPE_HEADERS && retryUnsentStream(state)) {
	return
  }

  state.abort(new InformationalError(`HTTP/2: "frameError" received - type ${type}, code ${code}`))
}

function onAborted () {
  this.off('data', onData)
}

function onTimeout () {
  const stream = this
  const state = stream[kRequestStreamState]

  if (state == null) {
	return
  }

  stream.off('timeout', onTimeout)

  const { responseReceived, session, bodyTimeout, headersTimeout } = state
  const err = responseReceived
	? new BodyTimeoutError(`HTTP/2: "stream timeout after ${bodyTimeout}"`)
	: new HeadersTimeoutError(`HTTP/2: "headers timeout after ${headersTimeout}"`)

  probeHttp2Session(session, responseReceived ? bodyTimeout : headersTimeout)
  state.abort(err)
}

function onTrailers (trailers) {
  const stream = this
  const state = stream[kRequestStreamState]

  if (state == null) {
	return
  }

  const { request } = state

  stream.off('trailers', onTrailers)
  stream.off('data', onData)

  if (request.aborted || request.completed) {
	return
  }

  state.trailers = trailers
}

function writeBodyH2 () {
  const stream = this
  const state = stream[kRequestStreamState]
  state.bodySent = true
  const { abort, body, client, contentLength, expectsPayload, request } = state

  if (!body || contentLength === 0) {
	writeBuffer(
      abort,
      stream,
      null,
      client,
      request,
      client[kSocket],
      contentLength,
      expectsPayload
	)
  } else if (util.isBuffer(body)) {
	writeBuffer(
      abort,
      stream,
      body,
      client,
      request,
      client[kSocket],
      contentLength,
      expectsPayload
	)
  } else if (util.isBlobLike(body)) {
	if (typeof body.stream === 'function') {
      writeIterable(
		abort,
		stream,
		body.stream(),
		client,
		request,
		client[kSocket],
		contentLength,
		expectsPayload
      )
	} else {
      writeBlob(
		abort,
		stream,
		body,
		client,
		request,
		client[kSocket],
		contentLength,
		expectsPayload
      )
	}
  } else if (util.isStream(body)) {
	writeStream(
      abort,
      client[kSocket],
      expectsPayload,
      stream,
      body,
      client,
      request,
      contentLength
	)
  } else if (util.isIterable(body)) {
	writeIterable(
      abort,
      stream,
      body,
      client,
      request,
      client[kSocket],
      contentLength,
      expectsPayload
	)
  } else {
	assert(false)
  }
}

function writeBuffer (abort, h2stream, body, client, request, socket, contentLength, expectsPayload) {
  try {
	if (body != null && util.isBuffer(body)) {
      assert(contentLength === body.byteLength, 'buffer body must have content length')
      h2stream.cork()
      h2stream.write(body)
      h2stream.uncork()
      h2stream.end()

      request.onBodySent(body)
	}

	if (!expectsPayload) {
      socket[kReset] = true
	}

	request.onRequestSent()
	client[kResume]()
  } catch (error) {
	abort(error)
  }
}

function writeStream (abort, socket, expectsPayload, h2stream, body, client, request, contentLength) {
  assert(contentLength !== 0 || client[kRunning] === 0, 'stream body cannot be pipelined')

  const pipe = pipeline(
	body,
	h2stream,
	(err) => {
      if (err) {
		util.destroy(pipe, err)
		abort(err)
      } else {
		util.removeAllListeners(pipe)
		request.onRequestSent()

		if (!expectsPayload) {
          socket[kReset] = true
		}

		client[kResume]()
      }
	}
  )

  util.addListener(pipe, 'data', onPipeData)

  function onPipeData (chunk) {
	request.onBodySent(chunk)
  }
}

async function writeBlob (abort, h2stream, body, client, request, socket, contentLength, expectsPayload) {
  try {
	if (contentLength != null && contentLength !== body.size) {
      throw new RequestContentLengthMismatchError()
	}

	const buffer = Buffer.from(await body.arrayBuffer())

	h2stream.cork()
	h2stream.write(buffer)
	h2stream.uncork()
	h2stream.end()

	request.onBodySent(buffer)
	request.onRequestSent()

	if (!expectsPayload) {
      socket[kReset] = true
	}

	client[kResume]()
  } catch (err) {
	abort(err)
  }
}

async function writeIterable (abort, h2stream, body, client, request, socket, contentLength, expectsPayload) {
  assert(contentLength !== 0 || client[kRunning] === 0, 'iterator body cannot be pipelined')

  let callback = null
  function onDrain () {
	if (callback) {
      const cb = callback
      callback = null
      cb()
	}
  }

  const waitForDrain = () => new Promise((resolve, reject) => {
	assert(callback === null)

	if (socket[kError]) {
      reject(socket[kError])
	} else {
      callback = resolve
	}
  })

  h2stream
	.on('close', onDrain)
	.on('drain', onDrain)

  try {
	for await (const chunk of body) {
      if (socket[kError]) {
		throw socket[kError]
      }

      const res = h2stream.write(chunk)
      request.onBodySent(chunk)
      if (!res) {
		await waitForDrain()
      }
	}

	h2stream.end()

	request.onRequestSent()

	if (!expectsPayload) {
      socket[kReset] = true
	}

	client[kResume]()
  } catch (err) {
	abort(err)
  } finally {
	h2stream
      .off('close', onDrain)
      .off('drain', onDrain)
  }
}

module.exports = connectH2


/***/ }),

/***/ 2574:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const assert = __nccwpck_require__(4589)
const net = __nccwpck_require__(7030)
const http = __nccwpck_require__(7067)
const util = __nccwpck_require__(9203)
const { ClientStats } = __nccwpck_require__(9535)
const { channels } = __nccwpck_require__(6883)
const Request = __nccwpck_require__(9450)
const DispatcherBase = __nccwpck_require__(7568)
const {
  InvalidArgumentError,
  InformationalError,
  ClientDestroyedError
} = __nccwpck_require__(3092)
const buildConnector = __nccwpck_require__(3657)
const {
  kUrl,
  kServerName,
  kClient,
  kBusy,
  kConnect,
  kResuming,
  kRunning,
  kPending,
  kSize,
  kQueue,
  kConnected,
  kConnecting,
  kNeedDrain,
  kKeepAliveDefaultTimeout,
  kHostHeader,
  kPendingIdx,
  kRunningIdx,
  kError,
  kPipelining,
  kKeepAliveTimeoutValue,
  kMaxHeadersSize,
  kKeepAliveMaxTimeout,
  kKeepAliveTimeoutThreshold,
  kHeadersTimeout,
  kBodyTimeout,
  kStrictContentLength,
  kConnector,
  kMaxRequests,
  kCounter,
  kClose,
  kDestroy,
  kDispatch,
  kLocalAddress,
  kMaxResponseSize,
  kOnError,
  kHTTPContext,
  kMaxConcurrentStreams,
  kHostAuthority,
  kResume,
  kHTTP2Options,
  kUseMilo
} = __nccwpck_require__(6478)
const connectH1 = __nccwpck_require__(2480)
const connectH2 = __nccwpck_require__(5433)

const kClosedResolve = Symbol('kClosedResolve')

const getDefaultNodeMaxHeaderSize = http &&
  http.maxHeaderSize &&
  Number.isInteger(http.maxHeaderSize) &&
  http.maxHeaderSize > 0
  ? () => http.maxHeaderSize
  : () => { throw new InvalidArgumentError('http module not available or http.maxHeaderSize invalid') }

const noop = () => { }

function getPipelining (client) {
  return client[kPipelining] ?? client[kHTTPContext]?.defaultPipelining ?? 1
}

let h2NamespaceOptsWarning = false
function emitH2OptionsNamespaceWarning (optName) {
  if (h2NamespaceOptsWarning === true) return

  process.emitWarning(`Use h2Options.${optName} instead. ${optName} for H2 will be deprecated in future major.`, {
	code: 'UNDICI-H2-OPTIONS'
  })
  h2NamespaceOptsWarning = true
}

function getMaxConcurrent (client) {
  if (client[kHTTPContext]?.version === 'h2') {
	return client[kMaxConcurrentStreams]
  }
  return getPipelining(client)
}

class Client extends DispatcherBase {
  constructor (url, {
	maxHeaderSize,
	headersTimeout,
	socketTimeout,
	requestTimeout,
	connectTimeout,
	bodyTimeout,
	idleTimeout,
	keepAlive,
	keepAliveTimeout,
	maxKeepAliveTimeout,
	keepAliveMaxTimeout,
	keepAliveTimeoutThreshold,
	socketPath,
	pipelining,
	tls,
	strictContentLength,
	maxCachedSessions,
	connect,
	maxRequestsPerClient,
	localAddress,
	maxResponseSize,
	autoSelectFamily,
	autoSelectFamilyAttemptTimeout,
	maxConcurrentStreams,
	allowH2,
	useH2c,
	initialWindowSize,
	connectionWindowSize,
	pingInterval,
	useMilo,
	webSocket,
	h2Options,
	eventSource
  } = {}) {
	if (keepAlive !== undefined) {
      throw new InvalidArgumentError('unsupported keepAlive, use pipelining=0 instead')
	}

	if (socketTimeout !== undefined) {
      throw new InvalidArgumentError('unsupported socketTimeout, use headersTimeout & bodyTimeout instead')
	}

	if (requestTimeout !== undefined) {
      throw new InvalidArgumentError('unsupported requestTimeout, use headersTimeout & bodyTimeout instead')
	}

	if (idleTimeout !== undefined) {
      throw new InvalidArgumentError('unsupported idleTimeout, use keepAliveTimeout instead')
	}

	if (maxKeepAliveTimeout !== undefined) {
      throw new InvalidArgumentError('unsupported maxKeepAliveTimeout, use keepAliveMaxTimeout instead')
	}

	if (maxHeaderSize != null) {
      if (!Number.isInteger(maxHeaderSize) || maxHeaderSize < 1) {
		throw new InvalidArgumentError('invalid maxHeaderSize')
      }
	} else {
      maxHeaderSize = getDefaultNodeMaxHeaderSize()
	}

	if (socketPath != null && typeof socketPath !== 'string') {
      throw new InvalidArgumentError('invalid socketPath')
	}

	if (connectTimeout != null && (!Number.isFinite(connectTimeout) || connectTimeout < 0)) {
      throw new InvalidArgumentError('invalid connectTimeout')
	}

	if (keepAliveTimeout != null && (!Number.isFinite(keepAliveTimeout) || keepAliveTimeout <= 0)) {
      throw new InvalidArgumentError('invalid keepAliveTimeout')
	}

	if (keepAliveMaxTimeout != null && (!Number.isFinite(keepAliveMaxTimeout) || keepAliveMaxTimeout <= 0)) {
      throw new InvalidArgumentError('invalid keepAliveMaxTimeout')
	}

	if (keepAliveTimeoutThreshold != null && !Number.isFinite(keepAliveTimeoutThreshold)) {
      throw new InvalidArgumentError('invalid keepAliveTimeoutThreshold')
	}

	if (headersTimeout != null && (!Number.isInteger(headersTimeout) || headersTimeout < 0)) {
      throw new InvalidArgumentError('headersTimeout must be a positive integer or zero')
	}

	if (bodyTimeout != null && (!Number.isInteger(bodyTimeout) || bodyTimeout < 0)) {
      throw new InvalidArgumentError('bodyTimeout must be a positive integer or zero')
	}

	if (connect != null && typeof connect !== 'function' && typeof connect !== 'object') {
      throw new InvalidArgumentError('connect must be a function or an object')
	}

	if (maxRequestsPerClient != null && (!Number.isInteger(maxRequestsPerClient) || maxRequestsPerClient < 0)) {
      throw new InvalidArgumentError('maxRequestsPerClient must be a positive number')
	}

	if (localAddress != null && (typeof localAddress !== 'string' || net.isIP(localAddress) === 0)) {
      throw new InvalidArgumentError('localAddress must be valid string IP address')
	}

	if (maxResponseSize != null && (!Number.isInteger(maxResponseSize) || maxResponseSize < -1)) {
      throw new InvalidArgumentError('maxResponseSize must be a positive number')
	}

	if (
      autoSelectFamilyAttemptTimeout != null &&
      (!Number.isInteger(autoSelectFamilyAttemptTimeout) || autoSelectFamilyAttemptTimeout < -1)
	) {
      throw new InvalidArgumentError('autoSelectFamilyAttemptTimeout must be a positive number')
	}

	if (allowH2 != null && typeof allowH2 !== 'boolean') {
      throw new InvalidArgumentError('allowH2 must be a valid boolean value')
	}

	if (allowH2 !== false) {
      if (h2Options != null) {
		if (h2Options.useH2c != null && typeof h2Options.useH2c !== 'boolean') {
          throw new InvalidArgumentError('h2Options.useH2c must be a valid boolean value')
		}

		if (h2Options.settings?.initialWindowSize != null && (!Number.isInteger(h2Options.settings.initialWindowSize) || h2Options.settings.initialWindowSize < 1)) {
          throw new InvalidArgumentError('h2Options.settings.initialWindowSize must be a positive integer, greater than 0')
		}

		if (h2Options.maxConcurrentStreams != null && (!Number.isInteger(h2Options.maxConcurrentStreams) || h2Options.maxConcurrentStreams < 1)) {
          throw new InvalidArgumentError('h2Options.maxConcurrentStreams must be a positive integer, greater than 0')
		}

		if (h2Options.connectionWindowSize != null && (!Number.isInteger(h2Options.connectionWindowSize) || h2Options.connectionWindowSize < 1)) {
          throw new InvalidArgumentError('h2Options.connectionWindowSize must be a positive integer, greater than 0')
		}

		if (h2Options.pingInterval != null && (typeof h2Options.pingInterval !== 'number' || !Number.isInteger(h2Options.pingInterval) || h2Options.pingInterval < 0)) {
          throw new InvalidArgumentError('h2Options.pingInterval must be a positive integer, greater or equal to 0')
		}
      } else {
		if (useH2c != null && typeof useH2c !== 'boolean') {
          emitH2OptionsNamespaceWarning('useH2c')
          throw new InvalidArgumentError('useH2c must be a valid boolean value')
		}

		if (maxConcurrentStreams != null && (typeof maxConcurrentStreams !== 'number' || maxConcurrentStreams < 1)) {
          emitH2OptionsNamespaceWarning('maxConcurrentStreams')
          throw new InvalidArgumentError('maxConcurrentStreams must be a positive integer, greater than 0')
		}

		if (initialWindowSize != null && (!Number.isInteger(initialWindowSize) || initialWindowSize < 1)) {
          emitH2OptionsNamespaceWarning('initialWindowSize')
          throw new InvalidArgumentError('initialWindowSize must be a positive integer, greater than 0')
		}

		if (connectionWindowSize != null && (!Number.isInteger(connectionWindowSize) || connectionWindowSize < 1)) {
          emitH2OptionsNamespaceWarning('connectionWindowSize')
          throw new InvalidArgumentError('connectionWindowSize must be a positive integer, greater than 0')
		}

		if (pingInterval != null && (typeof pingInterval !== 'number' || !Number.isInteger(pingInterval) || pingInterval < 0)) {
          emitH2OptionsNamespaceWarning('pingInterval')
          throw new InvalidArgumentError('pingInterval must be a positive integer, greater or equal to 0')
		}
      }
	}

	super({ webSocket, eventSource })

	if (typeof connect !== 'function') {
      connect = buildConnector({
		...tls,
		maxCachedSessions,
		allowH2,
		socketPath,
		useH2c: h2Options?.useH2c ?? useH2c,
		timeout: connectTimeout,
		...(typeof autoSelectFamily === 'boolean' ? { autoSelectFamily, autoSelectFamilyAttemptTimeout } : undefined),
		...connect
      })
	} else {
      const customConnect = connect
      connect = (opts, callback) => customConnect({
		...opts,
		...(socketPath != null ? { socketPath } : null),
		...(allowH2 != null ? { allowH2 } : null)
      }, callback)
	}

	this[kUrl] = util.parseOrigin(url)
	this[kHostAuthority] = `${this[kUrl].hostname}${this[kUrl].port ? `:${this[kUrl].port}` : ''}`
	this[kConnector] = connect
	this[kPipelining] = pipelining != null ? pipelining : 1
	this[kMaxHeadersSize] = maxHeaderSize
	this[kKeepAliveDefaultTimeout] = keepAliveTimeout == null ? 4e3 : keepAliveTimeout
	this[kKeepAliveMaxTimeout] = keepAliveMaxTimeout == null ? 600e3 : keepAliveMaxTimeout
	this[kKeepAliveTimeoutThreshold] = keepAliveTimeoutThreshold == null ? 2e3 : keepAliveTimeoutThreshold
	this[kKeepAliveTimeoutValue] = this[kKeepAliveDefaultTimeout]
	this[kServerName] = null
	this[kLocalAddress] = localAddress != null ? localAddress : null
	this[kResuming] = 0 // 0, idle, 1, scheduled, 2 resuming
	this[kNeedDrain] = 0 // 0, idle, 1, scheduled, 2 resuming
	this[kHostHeader] = `host: ${this[kHostAuthority]}\r\n`
	this[kBodyTimeout] = bodyTimeout != null ? bodyTimeout : 300e3
	this[kHeadersTimeout] = headersTimeout != null ? headersTimeout : 300e3
	this[kStrictContentLength] = strictContentLength == null ? true : strictContentLength
	this[kMaxRequests] = maxRequestsPerClient
	this[kClosedResolve] = null
	this[kMaxResponseSize] = maxResponseSize > -1 ? maxResponseSize : -1
	this[kHTTPContext] = null
	this[kHTTP2Options] = {
      pingInterval: h2Options?.pingInterval ?? pingInterval ?? 60e3,
      connectionWindowSize: h2Options?.connectionWindowSize ?? connectionWindowSize ?? 524288,
      maxConcurrentStreams: h2Options?.maxConcurrentStreams ?? maxConcurrentStreams ?? 100, // Max peerConcurrentStreams for a Node h2 server
      sessionOptions: {
		initialWindowSize: h2Options?.initialWindowSize ?? initialWindowSize ?? 262144
      }
	}
	this[kUseMilo] = useMilo


	this[kQueue] = []
	this[kRunningIdx] = 0
	this[kPendingIdx] = 0

	this[kResume] = (sync) => resume(this, sync)
	this[kOnError] = (err) => onError(this, err)
  }

  get pipelining () {
	return this[kPipelining]
  }

  set pipelining (value) {
	this[kPipelining] = value
	this[kResume](true)
  }

  get stats () {
	return new ClientStats(this)
  }

  get [kPending] () {
	return this[kQueue].length - this[kPendingIdx]
  }

  get [kRunning] () {
	return this[kPendingIdx] - this[kRunningIdx]
  }

  get [kSize] () {
	return this[kQueue].length - this[kRunningIdx]
  }

  get [kConnected] () {
	return !!this[kHTTPContext] && !this[kConnecting] && !this[kHTTPContext].destroyed
  }

  get [kBusy] () {
	const allowsMux = this[kHTTPContext]?.version === 'h2'

	return Boolean(
      this[kHTTPContext]?.busy(null) ||
      (this[kSize] >= (getMaxConcurrent(this) || 1)) ||
      (this[kPending] > 0 && !allowsMux)
	)
  }

  [kConnect] (cb) {
	connect(this)
	this.once('connect', cb)
  }

  [kDispatch] (opts, handler) {
	const request = new Request(this[kUrl].origin, opts, handler)

	this[kQueue].push(request)
	if (this[kResuming]) {
	} else if (util.bodyLength(request.body) == null && util.isIterable(request.body)) {
      this[kResuming] = 1
      queueMicrotask(() => resume(this))
	} else {
      this[kResume](true)
	}

	if (this[kResuming] && this[kNeedDrain] !== 2 && this[kBusy]) {
      this[kNeedDrain] = 2
	}

	return this[kNeedDrain] < 2
  }

  [kClose] () {
	return new Promise((resolve) => {
      if (this[kSize]) {
		this[kClosedResolve] = resolve
      } else {
		resolve(null)
      }
	})
  }

  [kDestroy] (err) {
	return new Promise((resolve) => {
      const requests = this[kQueue].splice(this[kPendingIdx])
      for (let i = 0; i < requests.length; i++) {
		const request = requests[i]
		if (request != null) {
          util.errorRequest(this, request, err)
		}
      }

      const callback = () => {
		if (this[kClosedResolve]) {
          this[kClosedResolve]()
          this[kClosedResolve] = null
		}
		resolve(null)
      }

      if (this[kHTTPContext]) {
		this[kHTTPContext].destroy(err, callback)
		this[kHTTPContext] = null
      } else {
		queueMicrotask(callback)
      }

      this[kResume]()
	})
  }
}

function onError (client, err) {
  if (
	client[kRunning] === 0 &&
	err.code !== 'UND_ERR_INFO' &&
	err.code !== 'UND_ERR_SOCKET'
  ) {

	assert(client[kPendingIdx] === client[kRunningIdx])

	const requests = client[kQueue].splice(client[kRunningIdx])

	for (let i = 0; i < requests.length; i++) {
      const request = requests[i]
      if (request != null) {
		util.errorRequest(client, request, err)
      }
	}
	assert(client[kSize] === 0)
  }
}

function connect (client) {
  assert(!client[kConnecting])
  assert(!client[kHTTPContext])

  let { host, hostname, protocol, port } = client[kUrl]

  if (hostname[0] === '[') {
	const idx = hostname.indexOf(']')

	assert(idx !== -1)
	const ip = hostname.substring(1, idx)

	assert(net.isIPv6(ip))
	hostname = ip
  }

  client[kConnecting] = true

  if (channels.beforeConnect.hasSubscribers) {
	channels.beforeConnect.publish({
      connectParams: {
		host,
		hostname,
		protocol,
		port,
		version: client[kHTTPContext]?.version,
		servername: client[kServerName],
		localAddress: client[kLocalAddress]
      },
      connector: client[kConnector]
	})
  }

  try {
	client[kConnector]({
      host,
      hostname,
      protocol,
      port,
      servername: client[kServerName],
      localAddress: client[kLocalAddress]
	}, (err, socket) => {
      if (err) {
		handleConnectError(client, err, { host, hostname, protocol, port })
		client[kResume]()
		return
      }

      if (client.destroyed) {
		util.destroy(socket.on('error', noop), new ClientDestroyedError())
		client[kResume]()
		return
      }

      assert(socket)

      try {
		client[kHTTPContext] = socket.alpnProtocol === 'h2'
          ? connectH2(client, socket)
          : connectH1(client, socket)
      } catch (err) {
		socket.destroy().on('error', noop)
		handleConnectError(client, err, { host, hostname, protocol, port })
		client[kResume]()
		return
      }

      client[kConnecting] = false

      socket[kCounter] = 0
      socket[kMaxRequests] = client[kMaxRequests]
      socket[kClient] = client
      socket[kError] = null

      if (channels.connected.hasSubscribers) {
		channels.connected.publish({
          connectParams: {
			host,
			hostname,
			protocol,
			port,
			version: client[kHTTPContext]?.version,
			servername: client[kServerName],
			localAddress: client[kLocalAddress]
          },
          connector: client[kConnector],
          socket
		})
      }

      client.emit('connect', client[kUrl], [client])
      client[kResume]()
	})
  } catch (err) {
	handleConnectError(client, err, { host, hostname, protocol, port })
	client[kResume]()
  }
}

function handleConnectError (client, err, { host, hostname, protocol, port }) {
  if (client.destroyed) {
	return
  }

  client[kConnecting] = false

  if (channels.connectError.hasSubscribers) {
	channels.connectError.publish({
      connectParams: {
		host,
		hostname,
		protocol,
		port,
		version: client[kHTTPContext]?.version,
		servername: client[kServerName],
		localAddress: client[kLocalAddress]
      },
      connector: client[kConnector],
      error: err
	})
  }

  if (err.code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
	const running = client[kQueue].splice(client[kRunningIdx], client[kRunning])
	client[kPendingIdx] = client[kRunningIdx]

	for (let i = 0; i < running.length; i++) {
      util.errorRequest(client, running[i], err)
	}

	while (client[kPending] > 0 && client[kQueue][client[kPendingIdx]].servername === client[kServerName]) {
      const request = client[kQueue].splice(client[kPendingIdx], 1)[0]
      util.errorRequest(client, request, err)
	}
  } else {
	onError(client, err)
  }

  client.emit('connectionError', client[kUrl], [client], err)
}

function emitDrain (client) {
  client[kNeedDrain] = 0
  client.emit('drain', client[kUrl], [client])
}

function resume (client, sync) {
  if (client[kResuming] === 2) {
	return
  }

  client[kResuming] = 2

  _resume(client, sync)
  client[kResuming] = 0

  if (client[kRunningIdx] > 256) {
	client[kQueue].splice(0, client[kRunningIdx])
	client[kPendingIdx] -= client[kRunningIdx]
	client[kRunningIdx] = 0
  }
}

function _resume (client, sync) {
  while (true) {
	if (client.destroyed) {
      assert(client[kPending] === 0)
      return
	}

	if (client[kClosedResolve] && !client[kSize]) {
      client[kClosedResolve]()
      client[kClosedResolve] = null
      return
	}

	if (client[kHTTPContext]) {
      client[kHTTPContext].resume()
	}

	if (client[kBusy]) {
      client[kNeedDrain] = 2
	} else if (client[kNeedDrain] === 2) {
      if (sync) {
		client[kNeedDrain] = 1
		queueMicrotask(() => emitDrain(client))
      } else {
		emitDrain(client)
      }
      continue
	}

	if (client[kPending] === 0) {
      return
	}

	if (client[kRunning] >= (getMaxConcurrent(client) || 1)) {
      return
	}

	const request = client[kQueue][client[kPendingIdx]]

	if (request === null) {
      return
	}

	if (request.aborted) {
      client[kQueue].splice(client[kPendingIdx], 1)
      continue
	}

	if (client[kUrl].protocol === 'https:' && client[kServerName] !== request.servername) {
      if (client[kRunning] > 0) {
		return
      }

      client[kServerName] = request.servername
      client[kHTTPContext]?.destroy(new InformationalError('servername changed'), () => {
		client[kHTTPContext] = null
		resume(client)
      })
	}

	if (client[kConnecting]) {
      return
	}

	if (!client[kHTTPContext]) {
      client[kServerName] = request.servername
      connect(client)
      return
	}

	if (client[kHTTPContext].destroyed) {
      return
	}

	if (client[kHTTPContext].busy(request)) {
      return
	}

	if (!request.aborted && client[kHTTPContext].write(request)) {
      client[kPendingIdx]++
	} else {
      client[kQueue].splice(client[kPendingIdx], 1)
	}
  }
}

module.exports = Client


/***/ }),

/***/ 7568:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const buffer = __nccwpck_require__(4573)
const Dispatcher = __nccwpck_require__(1716)
const {
  ClientDestroyedError,
  ClientClosedError,
  InvalidArgumentError
} = __nccwpck_require__(3092)
const { kDestroy, kClose, kClosed, kDestroyed, kDispatch } = __nccwpck_require__(6478)
const { defaultWebSocketMaxFragments, defaultWebSocketMaxPayloadSize } = __nccwpck_require__(4574)

const kOnDestroyed = Symbol('onDestroyed')
const kOnClosed = Symbol('onClosed')
const kWebSocketOptions = Symbol('webSocketOptions')
const kEventSourceOptions = Symbol('eventSourceOptions')

class DispatcherBase extends Dispatcher {
  [kDestroyed] = false;

  [kOnDestroyed] = null;

  [kClosed] = false;

  [kOnClosed] = null

  constructor (opts) {
	super()
	this[kWebSocketOptions] = opts?.webSocket ?? {}
	this[kEventSourceOptions] = opts?.eventSource ?? {}
  }

  get webSocketOptions () {
	return {
      maxFragments: this[kWebSocketOptions].maxFragments ?? defaultWebSocketMaxFragments,
      maxPayloadSize: this[kWebSocketOptions].maxPayloadSize ?? defaultWebSocketMaxPayloadSize
	}
  }

  get eventSourceOptions () {
	return {
      maxEventSize: this[kEventSourceOptions].maxEventSize ?? buffer.kStringMaxLength
	}
  }

  get destroyed () {
	return this[kDestroyed]
  }

  get closed () {
	return this[kClosed]
  }

  close (callback) {
	if (callback === undefined) {
      return new Promise((resolve, reject) => {
		this.close((err, data) => {
          return err ? reject(err) : resolve(data)
		})
      })
	}

	if (typeof callback !== 'function') {
      throw new InvalidArgumentError('invalid callback')
	}

	if (this[kDestroyed]) {
      const err = new ClientDestroyedError()
      queueMicrotask(() => callback(err, null))
      return
	}

	if (this[kClosed]) {
      if (this[kOnClosed]) {
		this[kOnClosed].push(callback)
      } else {
		queueMicrotask(() => callback(null, null))
      }
      return
	}

	this[kClosed] = true
	this[kOnClosed] ??= []
	this[kOnClosed].push(callback)

	const onClosed = () => {
      const callbacks = this[kOnClosed]
      this[kOnClosed] = null
      for (let i = 0; i < callbacks.length; i++) {
		callbacks[i](null, null)
      }
	}

	this[kClose]()
      .then(() => this.destroy())
      .then(() => queueMicrotask(onClosed))
  }

  destroy (err, callback) {
	if (typeof err === 'function') {
      callback = err
      err = null
	}

	if (callback === undefined) {
      return new Promise((resolve, reject) => {
		this.destroy(err, (err, data) => {
          return err ? reject(err) : resolve(data)
		})
      })
	}

	if (typeof callback !== 'function') {
      throw new InvalidArgumentError('invalid callback')
	}

	if (this[kDestroyed]) {
      if (this[kOnDestroyed]) {
		this[kOnDestroyed].push(callback)
      } else {
		queueMicrotask(() => callback(null, null))
      }
      return
	}

	if (!err) {
      err = new ClientDestroyedError()
	}

	this[kDestroyed] = true
	this[kOnDestroyed] ??= []
	this[kOnDestroyed].push(callback)

	const onDestroyed = () => {
      const callbacks = this[kOnDestroyed]
      this[kOnDestroyed] = null
      for (let i = 0; i < callbacks.length; i++) {
		callbacks[i](null, null)
      }
	}

	this[kDestroy](err)
      .then(() => queueMicrotask(onDestroyed))
  }

  dispatch (opts, handler) {
	if (!handler || typeof handler !== 'object') {
      throw new InvalidArgumentError('handler must be an object')
	}

	try {
      if (!opts || typeof opts !== 'object') {
		throw new InvalidArgumentError('opts must be an object.')
      }

      if (opts.dispatcher) {
		throw new InvalidArgumentError('opts.dispatcher is not supported by instance methods. Pass opts.dispatcher to the top-level undici functions or call the dispatcher instance method directly.')
      }

      if (this[kDestroyed] || this[kOnDestroyed]) {
		throw new ClientDestroyedError()
      }

      if (this[kClosed]) {
		throw new ClientClosedError()
      }

      return this[kDispatch](opts, handler)
	} catch (err) {
      if (typeof handler.onResponseError !== 'function') {
		throw err
      }

      handler.onResponseError(null, err)

      return false
	}
  }
}

module.exports = DispatcherBase


/***/ }),

/***/ 1716:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {


const EventEmitter = __nccwpck_require__(8474)
const { kOriginless, kUrl } = __nccwpck_require__(6478)

class Dispatcher extends EventEmitter {
  dispatch () {
	throw new Error('not implemented')
  }

  close () {
	throw new Error('not implemented')
  }

  destroy () {
	throw new Error('not implemented')
  }

  compose (...args) {
	const interceptors = Array.isArray(args[0]) ? args[0] : args
	const interceptorOrigin = this[kOriginless] === true
      ? null
      : this[kUrl]?.origin
	let dispatch = this.dispatch.bind(this)

	for (const interceptor of interceptors) {
      if (interceptor == null) {
		continue
      }

      if (typeof interceptor !== 'function') {
		throw new TypeError(`invalid interceptor, expected function received ${typeof interceptor}`)
      }

      dispatch = interceptor(dispatch, interceptorOrigin)

      if (dispatch == null || typeof dispatch !== 'function' || dispatch.length !== 2) {
		throw new TypeError('invalid interceptor')
      }
	}

	const originalDispatch = dispatch
	const self = this
	dispatch = function (opts, handler) {
      if (opts && typeof opts === 'object' && !opts.origin && self[kUrl]) {
		opts = Object.assign({}, opts, { origin: self[kUrl].origin })
      }
      return originalDispatch(opts, handler)
	}

	return new Proxy(this, {
      get: (target, key) => key === 'dispatch' ? dispatch : target[key]
	})
  }
}

module.exports = Dispatcher


/***/ }),

/***/ 6867:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const Dispatcher = __nccwpck_require__(1716)
const { InvalidArgumentError } = __nccwpck_require__(3092)
const { toRawHeaders } = __nccwpck_require__(9203)
const { kOriginless, kUrl } = __nccwpck_require__(6478)

class LegacyHandlerWrapper {
  #handler

  constructor (handler) {
	this.#handler = handler
  }

  onRequestStart (controller, context) {
	this.#handler.onConnect?.((reason) => controller.abort(reason), context)
  }

  onRequestUpgrade (controller, statusCode, headers, socket) {
	const rawHeaders = Array.isArray(controller?.rawHeaders)
      ? controller.rawHeaders
      : toRawHeaders(controller?.rawHeaders ?? headers ?? {})
	this.#handler.onUpgrade?.(statusCode, rawHeaders, socket)
  }

  onResponseStart (controller, statusCode, headers, statusMessage) {
	const rawHeaders = Array.isArray(controller?.rawHeaders)
      ? controller.rawHeaders
      : toRawHeaders(controller?.rawHeaders ?? headers ?? {})

	if (this.#handler.onHeaders?.(statusCode, rawHeaders, () => controller.resume(), statusMessage) === false) {
      controller.pause()
	}
  }

  onResponseData (controller, chunk) {
	if (this.#handler.onData?.(chunk) === false) {
      controller.pause()
	}
  }

  onResponseEnd (controller, trailers) {
	const rawTrailers = Array.isArray(controller?.rawTrailers)
      ? controller.rawTrailers
      : toRawHeaders(controller?.rawTrailers ?? trailers ?? {})
	this.#handler.onComplete?.(rawTrailers)
  }

  onResponseError (_controller, err) {
	if (!this.#handler.onError) {
      throw err
	}

	this.#handler.onError(err)
  }

  onBodySent (chunk) {
	this.#handler.onBodySent?.(chunk)
  }

  onRequestSent () {
	this.#handler.onRequestSent?.()
  }

  onResponseStarted () {
	this.#handler.onResponseStarted?.()
  }
}

class Dispatcher1Wrapper extends Dispatcher {
  #dispatcher

  constructor (dispatcher) {
	super()

	if (!dispatcher || typeof dispatcher.dispatch !== 'function') {
      throw new InvalidArgumentError('Argument dispatcher must implement dispatch')
	}

	this.#dispatcher = dispatcher
	this[kUrl] = dispatcher[kUrl]
	this[kOriginless] = dispatcher[kOriginless]
  }

  static wrapHandler (handler) {
	if (!handler || typeof handler !== 'object') {
      throw new InvalidArgumentError('handler must be an object')
	}

	if (typeof handler.onRequestStart === 'function') {
      return handler
	}

	return new LegacyHandlerWrapper(handler)
  }

  dispatch (opts, handler) {
	if (opts.allowH2 !== false) {
      opts = { ...opts, allowH2: false }
	}

	return this.#dispatcher.dispatch(opts, Dispatcher1Wrapper.wrapHandler(handler))
  }

  get webSocketOptions () {
	return this.#dispatcher.webSocketOptions
  }

  get eventSourceOptions () {
	return this.#dispatcher.eventSourceOptions
  }

  close (...args) {
	return this.#dispatcher.close(...args)
  }

  destroy (...args) {
	return this.#dispatcher.destroy(...args)
  }
}

module.exports = Dispatcher1Wrapper


/***/ }),

/***/ 8217:
/***/ ((module) => {




const kSize = 2048
const kMask = kSize - 1


class FixedCircularBuffer {
  bottom = 0
  top = 0
  list = new Array(kSize).fill(undefined)
  next = null

  isEmpty () {
	return this.top === this.bottom
  }

  isFull () {
	return ((this.top + 1) & kMask) === this.bottom
  }

  push (data) {
	this.list[this.top] = data
	this.top = (this.top + 1) & kMask
  }

  shift () {
	const nextItem = this.list[this.bottom]
	if (nextItem === undefined) { return null }
	this.list[this.bottom] = undefined
	this.bottom = (this.bottom + 1) & kMask
	return nextItem
  }
}

module.exports = class FixedQueue {
  constructor () {
	this.head = this.tail = new FixedCircularBuffer()
  }

  isEmpty () {
	return this.head.isEmpty()
  }

  push (data) {
	if (this.head.isFull()) {
      this.head = this.head.next = new FixedCircularBuffer()
	}
	this.head.push(data)
  }

  shift () {
	const tail = this.tail
	const next = tail.shift()
	if (tail.isEmpty() && tail.next !== null) {
      this.tail = tail.next
      tail.next = null
	}
	return next
  }
}


/***/ }),

/***/ 2476:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const assert = __nccwpck_require__(4589)
const util = __nccwpck_require__(9203)
const timers = __nccwpck_require__(4132)
const {
  HeadersTimeoutError,
  HeadersOverflowError,
  SocketError,
  InformationalError,
  BodyTimeoutError,
  HTTPParserError,
  ResponseContentLengthMismatchError,
  ResponseExceededMaxSizeError
} = __nccwpck_require__(3092)
const {
  kUrl,
  kReset,
  kClient,
  kParser,
  kBlocking,
  kRunning,
  kWriting,
  kQueue,
  kKeepAliveDefaultTimeout,
  kRunningIdx,
  kError,
  kPipelining,
  kSocket,
  kKeepAliveTimeoutValue,
  kKeepAliveMaxTimeout,
  kKeepAliveTimeoutThreshold,
  kBodyTimeout,
  kMaxResponseSize,
  kResume,
  kHTTPContext,
  kMaxHeadersSize
} = __nccwpck_require__(6478)

const FastBuffer = Buffer[Symbol.species]
const removeAllListeners = util.removeAllListeners

const kPausedByHandler = Symbol('kPausedByHandler')

const BUFFER_PAGE_SIZE = 4096
const INITIAL_BUFFER_SIZE = 128 * 1024
const EMPTY_BUF = Buffer.alloc(0)
const BODY_KIND_CONTENT_LENGTH = 0
const EVENT_RANGE_SIZE = 9
const EVENT_HEADERS_SIZE = 19

let miloPackage

let useWasmSIMD = (process.arch !== 'riscv64' && process.arch !== 'ppc64')
if (process.env.UNDICI_NO_WASM_SIMD === '1') {
  useWasmSIMD = false
} else if (process.env.UNDICI_NO_WASM_SIMD === '0') {
  useWasmSIMD = true
}

const USE_NATIVE_TIMER = 0
const USE_FAST_TIMER = 1
const TIMEOUT_HEADERS = 2 | USE_FAST_TIMER
const TIMEOUT_BODY = 4 | USE_FAST_TIMER
const TIMEOUT_KEEP_ALIVE = 8 | USE_NATIVE_TIMER

let miloEnabled =
  process.env.UNDICI_USE_MILO === '1' || process.env.UNDICI_USE_MILO === 'true'
let miloInstance = null
let currentBuffer = null
let currentBufferSize = 0
let currentBufferPtr = null
let currentBufferRef = null

function onParserTimeout (parserWeakRef) {
  const parser = parserWeakRef.deref ? parserWeakRef.deref() : parserWeakRef
  if (!parser) {
	return
  }

  const { socket, timeoutType, client, paused } = parser

  if (timeoutType === TIMEOUT_HEADERS) {
	if (!socket[kWriting] || socket.writableNeedDrain || client[kRunning] > 1) {
      assert(!paused, 'cannot be paused while waiting for headers')
      util.destroy(socket, new HeadersTimeoutError())
	}
  } else if (timeoutType === TIMEOUT_BODY) {
	if (!paused) {
      util.destroy(socket, new BodyTimeoutError())
	}
  } else if (timeoutType === TIMEOUT_KEEP_ALIVE) {
	assert(client[kRunning] === 0 && client[kKeepAliveTimeoutValue])
	util.destroy(socket, new InformationalError('socket idle timeout'))
  }
}

function getMilo () {
  if (miloInstance) {
	return miloInstance
  }

  if (useWasmSIMD) {
	try {
      miloPackage = __nccwpck_require__(2650)
	} catch {}
  }

  miloPackage = miloPackage || __nccwpck_require__(8584)
  miloInstance = miloPackage.setup()
  return miloInstance
}

class H1Parser {
  constructor (client, socket) {
	this.milo = getMilo()

	this.client = client
	this.socket = socket
	this.parser = this.milo.create()
	this.events = new FastBuffer(
      this.milo.memory.buffer,
      this.parser + this.milo.ParserFields.EVENTS,
      4
	).readUInt32LE(0)

	this.milo.setShouldAutodetect(this.parser, false)
	this.milo.setIsRequest(this.parser, false)
	this.milo.setShouldManageUnconsumed(this.parser, false)
	this.milo.setShouldSuspendAfterHeaders(this.parser, true)
	this.milo.setMaxHeaderLength(this.parser, client[kMaxHeadersSize])
	this.milo.setActiveEvents(
      this.parser,
      this.milo.EVENT_ACTIVE_ON_ERROR |
		this.milo.EVENT_ACTIVE_ON_MESSAGE_COMPLETE |
		this.milo.EVENT_ACTIVE_ON_REASON |
		this.milo.EVENT_ACTIVE_ON_HEADER_NAME |
		this.milo.EVENT_ACTIVE_ON_HEADER_VALUE |
		this.milo.EVENT_ACTIVE_ON_HEADERS |
		this.milo.EVENT_ACTIVE_ON_DATA |
		this.milo.EVENT_ACTIVE_ON_TRAILER_NAME |
		this.milo.EVENT_ACTIVE_ON_TRAILER_VALUE
	)

	this.timeout = null
	this.timeoutWeakRef = new WeakRef(this)
	this.timeoutValue = null
	this.timeoutType = null
	this.statusCode = 0
	this.statusText = ''
	this.upgrade = false
	this.responseStarted = false
	this.pausedByParser = false
	this.pauseStateIsStart = false
	this.headers = []
	this.trailers = []
	this.headersSize = 0
	this.trailersSize = 0
	this.headersMaxSize = client[kMaxHeadersSize]
	this.shouldKeepAlive = false
	this.paused = false
	this.errored = false
	this.waitingForMoreData = 0
	this.resume = this.resume.bind(this)
	this.bytesRead = 0
	this.keepAlive = ''
	this.connection = ''
	this.contentLength = -1
	this.maxResponseSize = client[kMaxResponseSize]
	this.directBodyRemaining = 0
	this.directBodyCompletePending = false
	this.headersSuspended = false
	this.skipBody = false

	this[kPausedByHandler] = false

	if (
      INITIAL_BUFFER_SIZE > currentBufferSize ||
      currentBuffer.buffer !== this.milo.memory.buffer
	) {
      this.ensureBuffers(INITIAL_BUFFER_SIZE)
	} else {
      this.updateBuffers()
	}
  }

  setTimeout (delay, type) {
	if (
      delay !== this.timeoutValue ||
      (type & USE_FAST_TIMER) ^ (this.timeoutType & USE_FAST_TIMER)
	) {
      if (this.timeout) {
		timers.clearTimeout(this.timeout)
		this.timeout = null
      }

      if (delay) {
		if (type & USE_FAST_TIMER) {
          this.timeout = timers.setFastTimeout(
			onParserTimeout,
			delay,
			this.timeoutWeakRef
          )
		} else {
          this.timeout = setTimeout(
			onParserTimeout,
			delay,
			this.timeoutWeakRef
          )
          this.timeout?.unref()
		}
      }

      this.timeoutValue = delay
	} else if (this.timeout?.refresh) {
      this.timeout.refresh()
	}

	this.timeoutType = type
  }

  ensureBuffers (size) {
	const { milo } = this

	if (currentBufferPtr != null) {
      milo.dealloc(currentBufferPtr, currentBufferSize)
	}

	currentBufferSize = Math.ceil(size / BUFFER_PAGE_SIZE) * BUFFER_PAGE_SIZE
	currentBufferPtr = milo.alloc(currentBufferSize)
	currentBuffer = new FastBuffer(
      milo.memory.buffer,
      currentBufferPtr,
      currentBufferSize
	)

	this.updateBuffers()
  }

  updateBuffers () {
	this.parserFields = new FastBuffer(this.milo.memory.buffer, this.parser)
	this.parserEvents = new FastBuffer(
      this.milo.memory.buffer,
      this.events,
      64 * 1024
	)
  }

  resume () {
	if (this.socket.destroyed || !this.paused) {
      return
	}

	this.milo.resume(this.parser)

	assert(this.timeoutType === TIMEOUT_BODY)
	if (this.timeout?.refresh) {
      this.timeout.refresh()
	}

	this.paused = false
	if (this.directBodyCompletePending) {
      try {
		this.completeDirectBody()
      } catch (err) {
		util.destroy(this.socket, err)
		return
      }

      if (this.paused) {
		return
      }
	}

	this.readMore()
  }

  readMore () {
	if (this.paused || !this.parser) {
      return
	}

	while (!this.paused && this.parser) {
      if (
		this.waitingForMoreData &&
		this.socket.readableLength <= this.waitingForMoreData
      ) {
		break
      }

      this.waitingForMoreData = 0

      const chunk = this.socket.read()
      if (chunk === null) {
		break
      }

      if (this.execute(chunk) === false) {
		break
      }
	}
  }

  execute (data) {
	const available = data.length
	assert(!this.paused)

	const { socket, milo } = this

	try {
      if (this.directBodyRemaining > 0) {
		return this.consumeDirectBody(data)
      }

      if (currentBuffer.buffer !== milo.memory.buffer) {
		currentBuffer = new FastBuffer(
          milo.memory.buffer,
          currentBufferPtr,
          currentBufferSize
		)
		this.updateBuffers()
      } else if (this.parserEvents.buffer !== milo.memory.buffer) {
		this.updateBuffers()
      }

      let offset = 0
      let parseLen = available
      const headersEnd = this.statusCode === 0 ? data.indexOf('\r\n\r\n') : -1

      if (headersEnd !== -1) {
		parseLen = headersEnd + 4
      }

      for (;;) {
		if (parseLen > currentBufferSize) {
          this.ensureBuffers(parseLen)
		}

		const parseData = data.subarray(offset, offset + parseLen)
		currentBuffer.set(parseData)
		currentBufferRef = parseData

		const consumed = milo.parse(this.parser, currentBufferPtr, parseLen)
		this.drainEvents()

		const consumedTotal = offset + consumed

		if (
          this.errored ||
          (consumed === 0 &&
			this.parserFields[milo.ParserFields.ERROR_CODE] !== milo.ERROR_NONE)
		) {
          throw this.createError(data.subarray(consumedTotal))
		} else if (this.upgrade) {
          this.onUpgrade(data.subarray(consumedTotal))
          return false
		} else if (this.directBodyCompletePending) {
          this.completeDirectBody()

          if (this.paused) {
			return false
          }
		} else if (this.pausedByParser) {
          this.pausedByParser = false
          this.headersSuspended = false
          if (this[kPausedByHandler] && this.pauseStateIsStart) {
			this.pauseStateIsStart = false
			milo.resume(this.parser)
			this[kPausedByHandler] = false
			return false
          }

          this.pauseStateIsStart = false
          this.paused = true
          socket.unshift(data.subarray(consumedTotal))
          return false
		}

		if (this.directBodyRemaining > 0) {
          return this.consumeDirectBody(data.subarray(consumedTotal))
		}

		if (consumed < parseLen) {
          const remaining = data.subarray(consumedTotal)
          socket.unshift(remaining)
          this.waitingForMoreData = consumed === 0 ? remaining.length : 0
          return false
		}

		offset = consumedTotal

		if (offset >= available) {
          if (this.headersSuspended) {
			this.headersSuspended = false
			parseLen = 0
			continue
          }

          return true
		}

		this.headersSuspended = false
		parseLen = available - offset
      }
	} catch (err) {
      util.destroy(socket, err)
      return false
	} finally {
      currentBufferRef = null
	}
  }

  consumeDirectBody (data) {
	const { socket, client, maxResponseSize } = this
	const available = data.length
	const len = Math.min(available, this.directBodyRemaining)

	if (this.timeout?.refresh) {
      this.timeout.refresh()
	}

	if (len > 0) {
      const request = client[kQueue][client[kRunningIdx]]
      assert(request)
      assert(this.timeoutType === TIMEOUT_BODY)
      assert(this.statusCode >= 200)

      if (maxResponseSize > -1 && this.bytesRead + len > maxResponseSize) {
		throw new ResponseExceededMaxSizeError()
      }

      this.bytesRead += len
      this.directBodyRemaining -= len

      if (request.onResponseData(data.subarray(0, len)) === false) {
		this.directBodyCompletePending = this.directBodyRemaining === 0
		this.pauseParser()
		this[kPausedByHandler] = true
		this.pausedByParser = false
		this.paused = true

		if (len < available) {
          socket.unshift(data.subarray(len))
		}

		return false
      }
	}

	if (this.directBodyRemaining === 0) {
      this.completeDirectBody()

      const remaining = data.subarray(len)
      if (
		this.errored ||
		this.parserFields[this.milo.ParserFields.ERROR_CODE] !==
          this.milo.ERROR_NONE
      ) {
		throw this.createError(remaining)
      } else if (this.pausedByParser) {
		this.pausedByParser = false
		this.pauseStateIsStart = false
		this.paused = true
		if (remaining.length > 0) {
          socket.unshift(remaining)
		}
		return false
      }

      if (remaining.length > 0) {
		socket.unshift(remaining)
		return false
      }
	}

	return true
  }

  completeDirectBody () {
	const { milo } = this

	if (currentBuffer.buffer !== milo.memory.buffer) {
      currentBuffer = new FastBuffer(
		milo.memory.buffer,
		currentBufferPtr,
		currentBufferSize
      )
      this.updateBuffers()
	} else if (this.parserEvents.buffer !== milo.memory.buffer) {
      this.updateBuffers()
	}

	this.directBodyCompletePending = false
	currentBufferRef = EMPTY_BUF

	milo.complete(this.parser)
	this.drainEvents()
  }

  setShouldSkipBody (value) {
	if (this.skipBody !== value) {
      this.skipBody = value
      this.milo.setShouldSkipBody(this.parser, value)
	}
  }

  finish () {
	if (!this.parser) {
      return null
	}

	if (this.directBodyRemaining > 0) {
      return new ResponseContentLengthMismatchError()
	}

	if (this.parserEvents.buffer !== this.milo.memory.buffer) {
      this.updateBuffers()
	}

	this.milo.finish(this.parser)
	this.drainEvents()

	if (!this.errored) {
      return null
	}

	return this.createError(EMPTY_BUF)
  }

  createError (data) {
	const { contentLength, bytesRead } = this

	if (contentLength !== -1 && bytesRead !== contentLength) {
      return new ResponseContentLengthMismatchError()
	}

	const errorCode = this.parserFields[this.milo.ParserFields.ERROR_CODE]
	const errorName = this.milo.Errors[errorCode]
	const errorDescription =
      errorName === 'UNEXPECTED_EOF'
		? 'Invalid EOF state'
		: this.milo.getErrorDescription(this.parser)
	const reason =
      errorName === 'UNEXPECTED_EOF'
		? errorDescription
		: errorDescription
          ? `[ERROR_${errorName}] ${errorDescription}`
          : `ERROR_${errorName}`
	return new HTTPParserError(
      `Response does not match the HTTP/1.1 protocol (${reason})`,
      errorName,
      data
	)
  }

  destroy () {
	if (this.parser) {
      this.milo.destroy(this.parser)
      this.parser = null
	}

	this.timeout && timers.clearTimeout(this.timeout)
	this.timeout = null
	this.timeoutValue = null
	this.timeoutType = null
	this.paused = false
	this.responseStarted = false
	this.pausedByParser = false
	this.pauseStateIsStart = false
	this.connection = ''
	this.skipBody = false
  }

  pauseParser (stateIsStart = false) {
	this.milo.pause(this.parser)
	this.pausedByParser = true
	this.pauseStateIsStart = stateIsStart
  }

  drainEvents () {
	const { socket, client, milo } = this
	let cursor = 0

	const firstEvent = this.parserEvents[0]
	if (
      firstEvent !== milo.EVENT_END &&
      firstEvent !== milo.EVENT_ERROR &&
      !this.responseStarted
	) {
      this.responseStarted = true

      if (socket.destroyed) {
		return this.fail(this.milo.ERROR_CALLBACK_ERROR, 'Other side closed')
      }

      const request = client[kQueue][client[kRunningIdx]]
      if (!request) {
		return this.fail(this.milo.ERROR_CALLBACK_ERROR, 'Missing request')
      }

      request.onResponseStarted()
	}

	for (;;) {
      const event = this.parserEvents[cursor]
      let eventLen = EVENT_RANGE_SIZE
      switch (event) {
		case milo.EVENT_END:
          return
		case milo.EVENT_ERROR:
          this.errored = true
          return
		case milo.EVENT_MESSAGE_COMPLETE: {
          const {
			client,
			socket,
			statusCode,
			upgrade,
			trailers,
			contentLength,
			bytesRead,
			shouldKeepAlive
          } = this

          this.responseStarted = false

          if (socket.destroyed && (!statusCode || shouldKeepAlive)) {
			return this.fail(milo.ERROR_CALLBACK_ERROR, 'Other side closed')
          }

          if (upgrade) {
			this.pauseParser()
			return
          }

          assert(statusCode >= 100)

          const request = client[kQueue][client[kRunningIdx]]
          assert(request)

          this.statusCode = 0
          this.statusText = ''
          this.bytesRead = 0
          this.contentLength = -1
          this.directBodyRemaining = 0
          this.directBodyCompletePending = false
          this.headersSuspended = false
          this.skipBody = false
          this.keepAlive = ''
          this.connection = ''
          this.trailers = []
          this.trailersSize = 0

          if (statusCode < 200) {
			break
          }

          if (
			request.method !== 'HEAD' &&
			contentLength !== -1 &&
			bytesRead !== contentLength
          ) {
			util.destroy(socket, new ResponseContentLengthMismatchError())
			this.pauseParser()
			break
          }

          request.onResponseEnd(trailers)

          client[kQueue][client[kRunningIdx]++] = null

          if (socket[kWriting]) {
			assert(client[kRunning] === 0)
			util.destroy(socket, new InformationalError('reset'))
			this.pauseParser(true)
          } else if (!shouldKeepAlive) {
			util.destroy(socket, new InformationalError('reset'))
			this.pauseParser(true)
          } else if (socket[kReset] && client[kRunning] === 0) {
			util.destroy(socket, new InformationalError('reset'))
			this.pauseParser(true)
          } else if (client[kPipelining] == null || client[kPipelining] === 1) {
			setImmediate(client[kResume])
          } else {
			client[kResume]()
          }

          break
		}
		case milo.EVENT_REASON: {
          const at = this.parserEvents.readUInt32LE(cursor + 1)
          const len = this.parserEvents.readUInt32LE(cursor + 5)
          this.statusText = new FastBuffer(
			currentBufferRef.buffer,
			currentBufferRef.byteOffset + at,
			len
          ).toString()
          break
		}
		case milo.EVENT_HEADER_NAME: {
          const at = this.parserEvents.readUInt32LE(cursor + 1)
          const len = this.parserEvents.readUInt32LE(cursor + 5)
          const data =
			len > 0
              ? new FastBuffer(
				currentBufferRef.buffer,
				currentBufferRef.byteOffset + at,
				len
              )
              : EMPTY_BUF

          this.headers.push(data)
          this.headersSize += len
          if (this.headersSize >= this.headersMaxSize) {
			util.destroy(this.socket, new HeadersOverflowError())
			return this.fail(milo.ERROR_CALLBACK_ERROR, 'Headers overflow')
          }

          break
		}
		case milo.EVENT_HEADER_VALUE: {
          const at = this.parserEvents.readUInt32LE(cursor + 1)
          const len = this.parserEvents.readUInt32LE(cursor + 5)
          const data =
			len > 0
              ? new FastBuffer(
				currentBufferRef.buffer,
				currentBufferRef.byteOffset + at,
				len
              )
              : EMPTY_BUF
          const key = this.headers[this.headers.length - 1]

          this.headers.push(data)

          if (key.length === 10) {
			const headerName = util.bufferToLowerCasedHeaderName(key)
			if (headerName === 'keep-alive') {
              this.keepAlive += (this.keepAlive.length === 0 ? '' : ',') + data.toString()
			} else if (headerName === 'connection') {
              this.connection += (this.connection.length === 0 ? '' : ',') + data.toString()
			}
          }

          this.headersSize += len
          if (this.headersSize >= this.headersMaxSize) {
			util.destroy(this.socket, new HeadersOverflowError())
			return this.fail(milo.ERROR_CALLBACK_ERROR, 'Headers overflow')
          }

          break
		}
		case milo.EVENT_HEADERS: {
          eventLen = EVENT_HEADERS_SIZE

          const statusCode = this.parserEvents.readUInt16LE(cursor + 5)
          const shouldKeepAlive = this.parserEvents[cursor + 7] !== 0
          const shouldUpgrade = this.parserEvents[cursor + 8] !== 0
          const hasTrailers = this.parserEvents[cursor + 9] !== 0
          const bodyKind = this.parserEvents[cursor + 10]
          const contentLength =
			this.parserEvents.readUInt32LE(cursor + 11) +
			this.parserEvents.readUInt32LE(cursor + 15) * 0x100000000

          const { socket, client, headers, statusText } = this

          if (socket.destroyed) {
			return this.fail(milo.ERROR_CALLBACK_ERROR, 'Other side closed')
          }

          const request = client[kQueue][client[kRunningIdx]]
          if (!request) {
			return this.fail(milo.ERROR_CALLBACK_ERROR, 'Missing request')
          }

          assert(!this.upgrade)
          assert(this.statusCode < 200)

          if (statusCode === 100) {
			util.destroy(
              socket,
              new SocketError('bad response', util.getSocketInfo(socket))
			)
			return this.fail(milo.ERROR_CALLBACK_ERROR, 'Bad response')
          }

          if (shouldUpgrade && !request.upgrade) {
			util.destroy(
              socket,
              new SocketError('bad upgrade', util.getSocketInfo(socket))
			)
			return this.fail(milo.ERROR_CALLBACK_ERROR, 'Bad upgrade')
          }

          assert(this.timeoutType === TIMEOUT_HEADERS)

          this.statusCode = statusCode
          this.shouldKeepAlive =
			shouldKeepAlive ||
			(request.method === 'HEAD' &&
              !socket[kReset] &&
              /(?:^|,)[\t ]*keep-alive[\t ]*(?:,|$)/i.test(this.connection) &&
              !/(?:^|,)[\t ]*close[\t ]*(?:,|$)/i.test(this.connection))
          this.contentLength =
			bodyKind === BODY_KIND_CONTENT_LENGTH ? contentLength : -1

          if (this.statusCode >= 200) {
			const bodyTimeout =
              request.bodyTimeout != null
				? request.bodyTimeout
				: client[kBodyTimeout]
			this.setTimeout(bodyTimeout, TIMEOUT_BODY)
          } else if (this.timeout?.refresh) {
			this.timeout.refresh()
          }

          if (request.method === 'CONNECT') {
			assert(client[kRunning] === 1)
			milo.setIsConnect(this.parser, true)
			this.upgrade = true
			return
          }

          if (shouldUpgrade) {
			assert(client[kRunning] === 1)
			this.upgrade = true
			this.pauseParser()
			return
          }

          this.headers = []
          this.headersSize = 0

          if (this.shouldKeepAlive && client[kPipelining]) {
			const keepAliveTimeout = this.keepAlive
              ? util.parseKeepAliveTimeout(this.keepAlive)
              : null

			if (keepAliveTimeout != null) {
              const timeout = Math.min(
				keepAliveTimeout - client[kKeepAliveTimeoutThreshold],
				client[kKeepAliveMaxTimeout]
              )
              if (timeout <= 0) {
				socket[kReset] = true
              } else {
				client[kKeepAliveTimeoutValue] = timeout
              }
			} else {
              client[kKeepAliveTimeoutValue] = client[kKeepAliveDefaultTimeout]
			}
          } else {
			socket[kReset] = true
          }

          const pause =
			request.onResponseStart(
              statusCode,
              headers,
              this.resume,
              statusText
			) === false

          if (request.aborted) {
			return this.fail(milo.ERROR_CALLBACK_ERROR, 'Request aborted')
          }

          if (request.method === 'HEAD' || statusCode < 200) {
			this.setShouldSkipBody(true)
          }

          this.headersSuspended = true
          if (
			!pause &&
			request.method !== 'HEAD' &&
			statusCode >= 200 &&
			statusCode !== 204 &&
			statusCode !== 205 &&
			statusCode !== 304 &&
			bodyKind === BODY_KIND_CONTENT_LENGTH &&
			contentLength > 0 &&
			!hasTrailers
          ) {
			this.directBodyRemaining = contentLength
          }

          if (socket[kBlocking]) {
			socket[kBlocking] = false
			client[kResume]()
          }

          if (pause) {
			this.pauseParser()
			this[kPausedByHandler] = true
          } else if (
			request.method === 'HEAD' ||
			statusCode < 200 ||
			statusCode === 204 ||
			statusCode === 205 ||
			statusCode === 304 ||
			(bodyKind === BODY_KIND_CONTENT_LENGTH && contentLength === 0)
          ) {
			this.directBodyCompletePending = true
          }

          break
		}
		case milo.EVENT_DATA: {
          const at = this.parserEvents.readUInt32LE(cursor + 1)
          const len = this.parserEvents.readUInt32LE(cursor + 5)
          const { client, socket, statusCode, maxResponseSize } = this

          if (socket.destroyed) {
			return this.fail(milo.ERROR_CALLBACK_ERROR, 'Other side closed')
          }

          const request = client[kQueue][client[kRunningIdx]]
          assert(request)
          assert(this.timeoutType === TIMEOUT_BODY)

          if (this.timeout?.refresh) {
			this.timeout.refresh()
          }

          assert(statusCode >= 200)

          if (maxResponseSize > -1 && this.bytesRead + len > maxResponseSize) {
			util.destroy(socket, new ResponseExceededMaxSizeError())
			return this.fail(
              milo.ERROR_CALLBACK_ERROR,
              'Response size exceeded'
			)
          }

          this.bytesRead += len

          const buffer = currentBufferRef
          if (
			request.onResponseData(
              new FastBuffer(buffer.buffer, buffer.byteOffset + at, len)
			) === false
          ) {
			this.pauseParser()
			this[kPausedByHandler] = true
          }

          break
		}
		case milo.EVENT_TRAILER_NAME: {
          const at = this.parserEvents.readUInt32LE(cursor + 1)
          const len = this.parserEvents.readUInt32LE(cursor + 5)
          const data =
			len > 0
              ? new FastBuffer(
				currentBufferRef.buffer,
				currentBufferRef.byteOffset + at,
				len
              )
              : EMPTY_BUF

          this.trailers.push(data)

          this.trailersSize += len
          if (this.trailersSize >= this.headersMaxSize) {
			util.destroy(this.socket, new HeadersOverflowError())
			return this.fail(milo.ERROR_CALLBACK_ERROR, 'Headers overflow')
          }

          break
		}
		case milo.EVENT_TRAILER_VALUE: {
          const at = this.parserEvents.readUInt32LE(cursor + 1)
          const len = this.parserEvents.readUInt32LE(cursor + 5)
          const data =
			len > 0
              ? new FastBuffer(
				currentBufferRef.buffer,
				currentBufferRef.byteOffset + at,
				len
              )
              : EMPTY_BUF

          this.trailers.push(data)

          this.trailersSize += len
          if (this.trailersSize >= this.headersMaxSize) {
			util.destroy(this.socket, new HeadersOverflowError())
			return this.fail(milo.ERROR_CALLBACK_ERROR, 'Headers overflow')
          }

          break
		}
		default:
          return
      }

      cursor += eventLen
	}
  }

  fail (code, message) {
	this.milo.fail(this.parser, code, message)
	this.errored = true
  }

  onUpgrade (head) {
	const { upgrade, client, socket, headers, statusCode } = this

	assert(upgrade)
	assert(client[kSocket] === socket)
	assert(!socket.destroyed)
	assert(!this.paused)

	const request = client[kQueue][client[kRunningIdx]]
	assert(request)
	assert(request.upgrade || request.method === 'CONNECT')

	this.statusCode = 0
	this.statusText = ''
	this.shouldKeepAlive = false
	this.headers = []
	this.headersSize = 0

	socket.unshift(head)
	socket[kParser].destroy()
	socket[kParser] = null
	socket[kClient] = null
	socket[kError] = null

	removeAllListeners(socket)

	client[kSocket] = null
	client[kHTTPContext] = null
	client[kQueue][client[kRunningIdx]++] = null
	client.emit(
      'disconnect',
      client[kUrl],
      [client],
      new InformationalError('upgrade')
	)

	try {
      request.onRequestUpgrade(statusCode, headers, socket)
	} catch (err) {
      util.destroy(socket, err)
	}

	client[kResume]()
  }
}

function setMiloEnabled (value) {
  miloEnabled = value
}

function getMiloEnabled () {
  return miloEnabled
}

module.exports = { H1Parser, getMiloEnabled, setMiloEnabled }


/***/ }),

/***/ 7873:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { AsyncResource } = __nccwpck_require__(6698)
const { PoolStats } = __nccwpck_require__(9535)
const DispatcherBase = __nccwpck_require__(7568)
const FixedQueue = __nccwpck_require__(8217)
const { kConnected, kSize, kRunning, kPending, kQueued, kBusy, kFree, kUrl, kClose, kDestroy, kDispatch } = __nccwpck_require__(6478)

const kClients = Symbol('clients')
const kNeedDrain = Symbol('needDrain')
const kQueue = Symbol('queue')
const kClosedResolve = Symbol('closed resolve')
const kOnDrain = Symbol('onDrain')
const kOnConnect = Symbol('onConnect')
const kOnDisconnect = Symbol('onDisconnect')
const kOnConnectionError = Symbol('onConnectionError')
const kOnClientBusy = Symbol('on client busy')
const kOnClientDrain = Symbol('on client drain')
const kDrainQueue = Symbol('drain queue')
const kGetDispatcher = Symbol('get dispatcher')
const kHasDispatcher = Symbol('has dispatcher')
const kAddClient = Symbol('add client')
const kRemoveClient = Symbol('remove client')
const kRetireClient = Symbol('retire client')
const kRetiring = Symbol('retiring clients')

class QueuedRequest extends AsyncResource {
  constructor (opts, handler) {
	super('UNDICI_POOL_QUEUED_REQUEST')
	this.opts = opts
	this.handler = handler
  }

  dispatch (dispatcher) {
	return this.runInAsyncScope(dispatcher.dispatch, dispatcher, this.opts, this.handler)
  }
}

function closeClients (pool) {
  const closeAll = []
  for (let i = 0; i < pool[kClients].length; i++) {
	const client = pool[kClients][i]
	if (!client.destroyed) {
      closeAll.push(client.close())
	}
  }
  for (const closed of pool[kRetiring].values()) {
	closeAll.push(closed)
  }
  return Promise.all(closeAll)
}

class PoolBase extends DispatcherBase {
  [kQueue] = new FixedQueue();

  [kQueued] = 0;

  [kClients] = [];

  [kRetiring] = new Map();

  [kNeedDrain] = false;

  [kOnDrain] (client, origin, targets) {
	if (client.closed || client.destroyed) {
      return
	}

	const queue = this[kQueue]
	let needDrain = false

	this[kOnClientDrain](client)

	while (!needDrain) {
      const item = queue.shift()
      if (!item) {
		break
      }
      this[kQueued]--
      needDrain = !item.dispatch(client)
	}

	client[kNeedDrain] = needDrain
	if (needDrain) {
      this[kOnClientBusy](client)

      if (!queue.isEmpty()) {
		return this[kDrainQueue](origin, targets)
      }
	}

	if (!needDrain && this[kNeedDrain]) {
      this[kNeedDrain] = false
      this.emit('drain', origin, [this, ...targets])
	}

	if (this[kClosedResolve] && queue.isEmpty()) {
      return closeClients(this).then(this[kClosedResolve])
	}
  }

  [kOnClientBusy] () {}

  [kOnClientDrain] () {}

  [kDrainQueue] (origin, targets) {
	const queue = this[kQueue]
	let hasDispatcher = true

	while (!queue.isEmpty()) {
      const dispatcher = this[kGetDispatcher]()
      if (!dispatcher) {
		hasDispatcher = false
		break
      }

      const item = queue.shift()
      this[kQueued]--

      if (!item.dispatch(dispatcher)) {
		dispatcher[kNeedDrain] = true
		this[kOnClientBusy](dispatcher)
		hasDispatcher = this[kHasDispatcher]()
		if (!hasDispatcher) {
          break
		}
      }
	}

	if (hasDispatcher && this[kNeedDrain]) {
      this[kNeedDrain] = false
      this.emit('drain', origin, [this, ...targets])
	}

	if (this[kClosedResolve] && queue.isEmpty()) {
      return closeClients(this).then(this[kClosedResolve])
	}
  }

  [kOnConnect] = (origin, targets) => {
	this.emit('connect', origin, [this, ...targets])
  };

  [kOnDisconnect] = (origin, targets, err) => {
	this.emit('disconnect', origin, [this, ...targets], err)
  };

  [kOnConnectionError] = (origin, targets, err) => {
	this.emit('connectionError', origin, [this, ...targets], err)
  }

  get [kBusy] () {
	return this[kNeedDrain]
  }

  get [kConnected] () {
	let ret = 0
	for (const { [kConnected]: connected } of this[kClients]) {
      ret += connected
	}
	return ret
  }

  get [kFree] () {
	let ret = 0
	for (const { [kConnected]: connected, [kNeedDrain]: needDrain } of this[kClients]) {
      ret += connected && !needDrain
	}
	return ret
  }

  get [kPending] () {
	let ret = this[kQueued]
	for (const { [kPending]: pending } of this[kClients]) {
      ret += pending
	}
	return ret
  }

  get [kRunning] () {
	let ret = 0
	for (const { [kRunning]: running } of this[kClients]) {
      ret += running
	}
	return ret
  }

  get [kSize] () {
	let ret = this[kQueued]
	for (const { [kSize]: size } of this[kClients]) {
      ret += size
	}
	return ret
  }

  get stats () {
	return new PoolStats(this)
  }

  [kClose] () {
	if (this[kQueue].isEmpty()) {
      return closeClients(this)
	} else {
      return new Promise((resolve) => {
		this[kClosedResolve] = resolve
      })
	}
  }

  [kDestroy] (err) {
	while (true) {
      const item = this[kQueue].shift()
      if (!item) {
		break
      }
      item.handler.onResponseError(null, err)
	}

	const destroyAll = new Array(this[kClients].length)
	for (let i = 0; i < this[kClients].length; i++) {
      destroyAll[i] = this[kClients][i].destroy(err)
	}
	for (const client of this[kRetiring].keys()) {
      destroyAll.push(client.destroy(err))
	}
	return Promise.all(destroyAll)
  }

  [kDispatch] (opts, handler) {
	const dispatcher = this[kGetDispatcher]()

	if (!dispatcher) {
      this[kNeedDrain] = true
      this[kQueue].push(new QueuedRequest(opts, handler))
      this[kQueued]++
	} else if (!dispatcher.dispatch(opts, handler)) {
      dispatcher[kNeedDrain] = true
      this[kOnClientBusy](dispatcher)
      this[kNeedDrain] = !this[kHasDispatcher]()
	}

	return !this[kNeedDrain]
  }

  [kHasDispatcher] () {
	for (let i = 0; i < this[kClients].length; i++) {
      const dispatcher = this[kClients][i]

      if (
		!dispatcher[kNeedDrain] &&
		dispatcher.closed !== true &&
		dispatcher.destroyed !== true
      ) {
		return true
      }
	}

	return false
  }

  [kAddClient] (client) {
	client
      .on('drain', this[kOnDrain].bind(this, client))
      .on('connect', this[kOnConnect])
      .on('disconnect', this[kOnDisconnect])
      .on('connectionError', this[kOnConnectionError])

	this[kClients].push(client)

	if (this[kNeedDrain]) {
      queueMicrotask(() => {
		if (this[kNeedDrain] && !client[kNeedDrain]) {
          this[kOnDrain](client, client[kUrl], [client, this])
		}
      })
	}

	return this
  }

  [kRetireClient] (client) {
	const idx = this[kClients].indexOf(client)
	if (idx !== -1) {
      this[kClients].splice(idx, 1)
	}

	if (client.destroyed || this[kRetiring].has(client)) {
      return
	}

	let done = false
	let resolveClosed
	const closed = new Promise((resolve) => { resolveClosed = resolve })
	this[kRetiring].set(client, closed)
	client.close(() => {
      if (!done) {
		done = true
		this[kRetiring].delete(client)
		resolveClosed()
      }
	})
  }

  [kRemoveClient] (client) {
	this[kRetireClient](client)

	this[kNeedDrain] = !this[kClients].some(dispatcher => (
      !dispatcher[kNeedDrain] &&
      dispatcher.closed !== true &&
      dispatcher.destroyed !== true
	))
  }
}

module.exports = {
  PoolBase,
  kClients,
  kNeedDrain,
  kAddClient,
  kRemoveClient,
  kRetireClient,
  kDrainQueue,
  kOnClientBusy,
  kOnClientDrain,
  kGetDispatcher,
  kHasDispatcher
}


/***/ }),

/***/ 6307:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const {
  PoolBase,
  kClients,
  kNeedDrain,
  kAddClient,
  kDrainQueue,
  kOnClientBusy,
  kOnClientDrain,
  kGetDispatcher,
  kHasDispatcher,
  kRemoveClient,
  kRetireClient
} = __nccwpck_require__(7873)
const Client = __nccwpck_require__(2574)
const {
  InvalidArgumentError
} = __nccwpck_require__(3092)
const util = __nccwpck_require__(9203)
const { kConnecting, kHTTPContext, kUrl, kQueued } = __nccwpck_require__(6478)
const buildConnector = __nccwpck_require__(3657)

const kOptions = Symbol('options')
const kConnections = Symbol('connections')
const kFactory = Symbol('factory')
const kProtocol = Symbol('protocol')
const kProtocolProbe = Symbol('protocol probe')

function defaultFactory (origin, opts) {
  return new Client(origin, opts)
}

function shouldCreateProtocolProbe (pool, dispatcher) {
  return dispatcher instanceof Client &&
	pool[kProtocol] !== 'h1' &&
	(pool[kOptions].useH2c === true || (pool[kUrl].protocol === 'https:' && pool[kOptions].allowH2 !== false))
}

function createClient (pool) {
  const dispatcher = pool[kFactory](pool[kUrl], pool[kOptions])

  if (shouldCreateProtocolProbe(pool, dispatcher)) {
	pool[kProtocolProbe] = dispatcher
  }

  pool[kAddClient](dispatcher)
  return dispatcher
}

class Pool extends PoolBase {
  constructor (origin, {
	connections,
	factory = defaultFactory,
	connect,
	connectTimeout,
	tls,
	maxCachedSessions,
	socketPath,
	autoSelectFamily,
	autoSelectFamilyAttemptTimeout,
	allowH2,
	useH2c,
	clientTtl,
	...options
  } = {}) {
	if (connections != null && (!Number.isFinite(connections) || connections < 0)) {
      throw new InvalidArgumentError('invalid connections')
	}

	if (typeof factory !== 'function') {
      throw new InvalidArgumentError('factory must be a function.')
	}

	if (connect != null && typeof connect !== 'function' && typeof connect !== 'object') {
      throw new InvalidArgumentError('connect must be a function or an object')
	}

	if (typeof connect !== 'function') {
      connect = buildConnector({
		...tls,
		maxCachedSessions,
		allowH2,
		useH2c,
		socketPath,
		timeout: connectTimeout,
		...(typeof autoSelectFamily === 'boolean' ? { autoSelectFamily, autoSelectFamilyAttemptTimeout } : undefined),
		...connect
      })
	}

	super(options)

	this[kConnections] = connections || null
	this[kUrl] = util.parseOrigin(origin)
	this[kOptions] = { ...util.deepClone(options), connect, allowH2, useH2c, clientTtl, socketPath }
	this[kFactory] = factory
	this[kProtocol] = null
	this[kProtocolProbe] = null

	this.on('connect', (origin, targets) => {
      if (clientTtl != null && clientTtl > 0) {
		for (const target of targets) {
          Object.assign(target, { ttl: Date.now() })
		}
      }

      const client = targets[targets.length - 1]
      if (client instanceof Client) {
		this[kProtocol] = client[kHTTPContext]?.version
      }

      if (client === this[kProtocolProbe]) {
		if (this[kProtocol] !== 'h2') {
          this[kProtocolProbe] = null
          this[kDrainQueue](origin, targets.slice(1))
		}
      }
	})

	this.on('disconnect', (origin, targets) => {
      if (targets.includes(this[kProtocolProbe])) {
		this[kProtocolProbe] = null
		this[kDrainQueue](origin, targets.slice(1))
      }
	})

	this.on('connectionError', (origin, targets) => {
      let resumeQueued = false

      for (const target of targets) {
		if (target === this[kProtocolProbe]) {
          this[kProtocolProbe] = null
          resumeQueued = true
		}

		if (this[kClients].includes(target)) {
          this[kRetireClient](target)
		}
      }

      if (resumeQueued || this[kQueued] > 0) {
		this[kDrainQueue](origin, targets.slice(1))
      }
	})
  }

  [kOnClientBusy] (client) {
	if (
      this[kProtocolProbe] === null &&
      client[kConnecting] &&
      shouldCreateProtocolProbe(this, client)
	) {
      this[kProtocolProbe] = client
	}
  }

  [kOnClientDrain] (client) {
	if (client === this[kProtocolProbe]) {
      this[kProtocolProbe] = null
	}
  }

  [kGetDispatcher] () {
	const clientTtlOption = this[kOptions].clientTtl
	for (let i = 0; i < this[kClients].length; i++) {
      const client = this[kClients][i]

      if (clientTtlOption != null && clientTtlOption > 0 && client.ttl && ((Date.now() - client.ttl) > clientTtlOption)) {
		this[kRemoveClient](client)
		i--
      } else if (!client[kNeedDrain]) {
		return client
      }
	}

	if (this[kProtocolProbe] !== null) {
      return
	}

	if (!this[kConnections] || this[kClients].length < this[kConnections]) {
      return createClient(this)
	}
  }

  [kHasDispatcher] () {
	const clientTtlOption = this[kOptions].clientTtl
	for (let i = 0; i < this[kClients].length; i++) {
      const client = this[kClients][i]

      if (clientTtlOption != null && clientTtlOption > 0 && client.ttl && ((Date.now() - client.ttl) > clientTtlOption)) {
		this[kRemoveClient](client)
		i--
      } else if (!client[kNeedDrain]) {
		return true
      }
	}

	if (this[kProtocolProbe] !== null) {
      return false
	}

	if (!this[kConnections] || this[kClients].length < this[kConnections]) {
      createClient(this)
      return true
	}

	return false
  }
}

module.exports = Pool


/***/ }),

/***/ 6553:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { kProxy, kClose, kDestroy, kDispatch } = __nccwpck_require__(6478)
const Agent = __nccwpck_require__(3480)
const Pool = __nccwpck_require__(6307)
const DispatcherBase = __nccwpck_require__(7568)
const { InvalidArgumentError, RequestAbortedError, SecureProxyConnectionError, ProxyConnectionError } = __nccwpck_require__(3092)
const buildConnector = __nccwpck_require__(3657)
const Client = __nccwpck_require__(2574)
const { channels } = __nccwpck_require__(6883)
const Socks5ProxyAgent = __nccwpck_require__(1400)
const { hasSafeIterator } = __nccwpck_require__(9203)

const kAgent = Symbol('proxy agent')
const kClient = Symbol('proxy client')
const kProxyHeaders = Symbol('proxy headers')
const kRequestTls = Symbol('request tls settings')
const kProxyTls = Symbol('proxy tls settings')
const kConnectEndpoint = Symbol('connect endpoint function')
const kConnectEndpointHTTP1 = Symbol('connect endpoint function (http/1.1 only)')
const kTunnelProxy = Symbol('tunnel proxy')
const proxyAuthorization = 'proxy-authorization'

function defaultProtocolPort (protocol) {
  return protocol === 'https:' ? 443 : 80
}

function defaultFactory (origin, opts) {
  return new Pool(origin, opts)
}

const noop = () => {}

function defaultAgentFactory (origin, opts) {
  if (opts.connections === 1) {
	return new Client(origin, opts)
  }
  return new Pool(origin, opts)
}

function shouldProxyTunnel (requestProtocol, proxyTunnel) {
  return proxyTunnel === true || requestProtocol !== 'http:'
}

class Http1ProxyWrapper extends DispatcherBase {
  #client
  #proxyServername

  constructor (proxyUrl, { headers = {}, connect, factory, proxyServername }) {
	if (!proxyUrl) {
      throw new InvalidArgumentError('Proxy URL is mandatory')
	}

	super()

	this[kProxyHeaders] = headers
	this.#proxyServername = proxyServername
	if (factory) {
      this.#client = factory(proxyUrl, { connect })
	} else {
      this.#client = new Client(proxyUrl, { connect })
	}
  }

  [kDispatch] (opts, handler) {
	const onResponseStart = handler.onResponseStart
	handler.onResponseStart = function (controller, statusCode, data, statusMessage) {
      if (statusCode === 407) {
		if (typeof handler.onResponseError === 'function') {
          handler.onResponseError(controller, new InvalidArgumentError('Proxy Authentication Required (407)'))
		}
		return
      }
      if (onResponseStart) onResponseStart.call(this, controller, statusCode, data, statusMessage)
	}

	const {
      origin,
      path = '/',
      headers = {}
	} = opts

	opts.path = origin + path

	opts.headers = { ...this[kProxyHeaders], ...headers }
	if (!hasHostHeader(headers)) {
      opts.headers.host = new URL(origin).host
	}

	if (this.#proxyServername != null) {
      opts.servername = this.#proxyServername
	}

	return this.#client[kDispatch](opts, handler)
  }

  [kClose] () {
	return this.#client.close()
  }

  [kDestroy] (err) {
	return this.#client.destroy(err)
  }
}

class ProxyAgent extends DispatcherBase {
  constructor (opts) {
	if (!opts || (typeof opts === 'object' && !(opts instanceof URL) && !opts.uri)) {
      throw new InvalidArgumentError('Proxy uri is mandatory')
	}

	const { clientFactory = defaultFactory } = opts
	if (typeof clientFactory !== 'function') {
      throw new InvalidArgumentError('Proxy opts.clientFactory must be a function.')
	}

	const { proxyTunnel, connectTimeout } = opts

	super(opts)

	const url = this.#getUrl(opts)
	const { href, origin, port, protocol, username, password, hostname: proxyHostname } = url

	this[kProxy] = { uri: href, protocol }
	this[kRequestTls] = opts.requestTls
	this[kProxyTls] = opts.proxyTls
	this[kProxyHeaders] = opts.headers || {}
	this[kTunnelProxy] = proxyTunnel

	if (opts.auth && opts.token) {
      throw new InvalidArgumentError('opts.auth cannot be used in combination with opts.token')
	} else if (opts.auth) {
      this[kProxyHeaders]['proxy-authorization'] = `Basic ${opts.auth}`
	} else if (opts.token) {
      this[kProxyHeaders]['proxy-authorization'] = opts.token
	} else if (username && password) {
      this[kProxyHeaders]['proxy-authorization'] = `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`
	} else if (username) {
      this[kProxyHeaders]['proxy-authorization'] = `Basic ${Buffer.from(`${decodeURIComponent(username)}:`).toString('base64')}`
	}

	const connect = buildConnector({ timeout: connectTimeout, ...opts.proxyTls })
	const connectHTTP1 = buildConnector({ timeout: connectTimeout, ...opts.proxyTls, allowH2: false })
	this[kConnectEndpoint] = buildConnector({ timeout: connectTimeout, ...opts.requestTls })
	this[kConnectEndpointHTTP1] = buildConnector({ timeout: connectTimeout, ...opts.requestTls, allowH2: false })

	const agentFactory = opts.factory || defaultAgentFactory
	const factory = (origin, options) => {
      const { protocol } = new URL(origin)

      if (this[kProxy].protocol === 'socks5:' || this[kProxy].protocol === 'socks:') {
		return new Socks5ProxyAgent(this[kProxy].uri, {
          headers: this[kProxyHeaders],
          connect,
          factory: agentFactory,
          username: opts.username || username,
          password: opts.password || password,
          connectTimeout,
          proxyTls: opts.proxyTls,
          requestTls: opts.requestTls
		})
      }

      if (!shouldProxyTunnel(protocol, this[kTunnelProxy])) {
		const forwardConnect = this[kProxy].protocol === 'https:'
          ? (opts, cb) => connectHTTP1(opts, (err, socket) => {
              if (err && err.code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
				cb(new SecureProxyConnectionError(err))
              } else {
				cb(err, socket)
              }
			})
          : connectHTTP1
		return new Http1ProxyWrapper(this[kProxy].uri, {
          headers: this[kProxyHeaders],
          connect: forwardConnect,
          factory: agentFactory,
          proxyServername: this[kProxy].protocol === 'https:'
			? (this[kProxyTls]?.servername || proxyHostname)
			: undefined
		})
      }
      return agentFactory(origin, options)
	}

	if (protocol === 'socks5:' || protocol === 'socks:') {
      this[kClient] = null
	} else {
      this[kClient] = clientFactory(url, { connect })
	}

	this[kAgent] = new Agent({
      ...opts,
      factory,
      connect: async (opts, callback) => {
		if (!this[kClient]) {
          callback(new InvalidArgumentError('Cannot establish tunnel connection without a proxy client'))
          return
		}

		let requestedPath = opts.host
		if (!opts.port) {
          requestedPath += `:${defaultProtocolPort(opts.protocol)}`
		}
		try {
          const connectParams = {
			origin,
			port,
			path: requestedPath,
			signal: opts.signal,
			headers: {
              ...this[kProxyHeaders],
              host: opts.host,
              ...(opts.connections == null || opts.connections > 0 ? { 'proxy-connection': 'keep-alive' } : {})
			},
			servername: this[kProxyTls]?.servername || proxyHostname
          }
          const { socket, statusCode } = await this[kClient].connect(connectParams)
          if (statusCode !== 200) {
			socket.on('error', noop).destroy()
			callback(new RequestAbortedError(`Proxy response (${statusCode}) !== 200 when HTTP Tunneling`))
			return
          }

          if (channels.proxyConnected.hasSubscribers) {
			channels.proxyConnected.publish({
              socket,
              connectParams
			})
          }

          if (opts.protocol !== 'https:') {
			callback(null, socket)
			return
          }
          let servername
          if (this[kRequestTls]) {
			servername = this[kRequestTls].servername
          } else {
			servername = opts.servername
          }
          const connectEndpoint = opts.allowH2 === false
			? this[kConnectEndpointHTTP1]
			: this[kConnectEndpoint]

          connectEndpoint({ ...opts, servername, httpSocket: socket }, callback)
		} catch (err) {
          if (err.code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
			callback(new SecureProxyConnectionError(err))
          } else if (err.code === 'UND_ERR_SOCKET') {
			callback(new ProxyConnectionError(err))
          } else {
			callback(err)
          }
		}
      }
	})
  }

  dispatch (opts, handler) {
	let headers = buildHeaders(opts.headers)
	throwIfProxyAuthIsSent(headers)

	if (headers && !hasHostHeader(headers)) {
      if (headers === opts.headers) {
		headers = { ...headers }
      }
      headers.host = new URL(opts.origin).host
	}

	return this[kAgent].dispatch(
      {
		...opts,
		headers
      },
      handler
	)
  }

  #getUrl (opts) {
	if (typeof opts === 'string') {
      return new URL(opts)
	} else if (opts instanceof URL) {
      return opts
	} else {
      return new URL(opts.uri)
	}
  }

  [kClose] () {
	const promises = [this[kAgent].close()]
	if (this[kClient]) {
      promises.push(this[kClient].close())
	}
	return Promise.all(promises)
  }

  [kDestroy] () {
	const promises = [this[kAgent].destroy()]
	if (this[kClient]) {
      promises.push(this[kClient].destroy())
	}
	return Promise.all(promises)
  }
}

function buildHeaders (headers) {
  if (Array.isArray(headers)) {
	const headersPair = {}

	for (let i = 0; i < headers.length; i += 2) {
      if (isProxyAuthorizationHeader(headers[i])) {
		throwProxyAuthError()
      }

      headersPair[headers[i]] = headers[i + 1]
	}

	return headersPair
  }

  if (headers && typeof headers === 'object' && hasSafeIterator(headers)) {
	const headersPair = {}

	for (const [key, value] of headers) {
      if (!Object.hasOwn(headersPair, key)) {
		headersPair[key] = value
		continue
      }

      const previous = headersPair[key]
      const values = []
      if (previous !== undefined) {
		values.push(...(Array.isArray(previous) ? previous : [previous]))
      }
      if (value !== undefined) {
		values.push(...(Array.isArray(value) ? value : [value]))
      }
      headersPair[key] = values.length > 1 ? values : values[0]
	}

	return headersPair
  }

  return headers
}

function throwIfProxyAuthIsSent (headers) {
  for (const key in headers) {
	if (isProxyAuthorizationHeader(key)) {
      throwProxyAuthError()
	}
  }
}

function isProxyAuthorizationHeader (key) {
  return key.length === proxyAuthorization.length && key.toLowerCase() === proxyAuthorization
}

function hasHostHeader (headers) {
  for (const key in headers) {
	if (key.length === 4 && key.toLowerCase() === 'host') {
      return true
	}
  }
  return false
}

function throwProxyAuthError () {
  throw new InvalidArgumentError('Proxy-Authorization should be sent in ProxyAgent constructor')
}

module.exports = ProxyAgent


/***/ }),

/***/ 1400:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { URL } = __nccwpck_require__(3136)

let tls // include tls conditionally since it is not always available
const DispatcherBase = __nccwpck_require__(7568)
const { ConnectTimeoutError, InvalidArgumentError } = __nccwpck_require__(3092)
const { Socks5Client, STATES } = __nccwpck_require__(5507)
const { kBusy, kConnected, kDispatch, kClose, kDestroy } = __nccwpck_require__(6478)
const Pool = __nccwpck_require__(6307)
const buildConnector = __nccwpck_require__(3657)
const { setupConnectTimeout } = __nccwpck_require__(9203)
const { debuglog } = __nccwpck_require__(7975)

const debug = debuglog('undici:socks5-proxy')

const DEFAULT_SOCKS5_CONNECT_TIMEOUT = 5000

const kProxyUrl = Symbol('proxy url')
const kProxyHeaders = Symbol('proxy headers')
const kProxyAuth = Symbol('proxy auth')
const kProxyProtocol = Symbol('proxy protocol')
const kPools = Symbol('pools')
const kConnector = Symbol('connector')
const kConnectTimeout = Symbol('connect timeout')
const kRequestTls = Symbol('request tls settings')
const kRequestTlsTimeout = Symbol('request tls timeout')

function createConnectTimeoutError (hostname, port, timeout) {
  return new ConnectTimeoutError(
	`Connect Timeout Error (attempted address: ${hostname}:${port}, timeout: ${timeout}ms)`
  )
}

let experimentalWarningEmitted = false

class Socks5ProxyAgent extends DispatcherBase {
  constructor (proxyUrl, options = {}) {
	super(options)

	if (!experimentalWarningEmitted) {
      process.emitWarning(
		'SOCKS5 proxy support is experimental and subject to change',
		'ExperimentalWarning'
      )
      experimentalWarningEmitted = true
	}

	if (!proxyUrl) {
      throw new InvalidArgumentError('Proxy URL is mandatory')
	}

	const url = typeof proxyUrl === 'string' ? new URL(proxyUrl) : proxyUrl

	if (url.protocol !== 'socks5:' && url.protocol !== 'socks:') {
      throw new InvalidArgumentError('Proxy URL must use socks5:// or socks:// protocol')
	}

	this[kProxyUrl] = url
	this[kProxyHeaders] = options.headers || {}
	this[kProxyProtocol] = options.proxyTls ? 'https:' : 'http:'

	const connectTimeout = options.connectTimeout ?? DEFAULT_SOCKS5_CONNECT_TIMEOUT
	if (!Number.isFinite(connectTimeout) || connectTimeout < 0) {
      throw new InvalidArgumentError('invalid connectTimeout')
	}
	this[kConnectTimeout] = connectTimeout

	const { timeout, ...requestTls } = options.requestTls || {}
	const requestTlsTimeout = timeout ?? connectTimeout
	if (!Number.isFinite(requestTlsTimeout) || requestTlsTimeout < 0) {
      throw new InvalidArgumentError('invalid requestTls.timeout')
	}
	this[kRequestTls] = requestTls
	this[kRequestTlsTimeout] = requestTlsTimeout

	this[kProxyAuth] = {
      username: options.username || (url.username ? decodeURIComponent(url.username) : null),
      password: options.password || (url.password ? decodeURIComponent(url.password) : null)
	}

	const proxyTlsTimeout = options.proxyTls?.timeout ?? connectTimeout
	if (!Number.isFinite(proxyTlsTimeout) || proxyTlsTimeout < 0) {
      throw new InvalidArgumentError('invalid proxyTls.timeout')
	}
	this[kConnector] = options.connect || buildConnector({
      ...options.proxyTls,
      timeout: proxyTlsTimeout,
      servername: options.proxyTls?.servername || url.hostname
	})

	this[kPools] = new Map()
  }

  async createSocks5Connection (targetHost, targetPort) {
	const proxyHost = this[kProxyUrl].hostname
	const proxyPort = parseInt(this[kProxyUrl].port) || 1080

	debug('creating SOCKS5 connection to', proxyHost, proxyPort)

	const socketReady = Promise.withResolvers()

	this[kConnector]({
      hostname: proxyHost,
      host: proxyHost,
      port: proxyPort,
      protocol: this[kProxyProtocol]
	}, (err, socket) => {
      if (err) {
		socketReady.reject(err)
      } else {
		socketReady.resolve(socket)
      }
	})

	const socket = await socketReady.promise

	const socks5Client = new Socks5Client(socket, this[kProxyAuth])

	socks5Client.on('error', (err) => {
      debug('SOCKS5 error:', err)
      socket.destroy()
	})

	await socks5Client.handshake()

	const authenticationReady = Promise.withResolvers()
	const authenticationTimeout = this[kConnectTimeout] === 0
      ? null
      : setTimeout(() => {
		cleanupAuthenticationListeners()
		socks5Client.destroy()
		authenticationReady.reject(
          createConnectTimeoutError(proxyHost, proxyPort, this[kConnectTimeout])
		)
      }, this[kConnectTimeout])

	const cleanupAuthenticationListeners = () => {
      clearTimeout(authenticationTimeout)
      socks5Client.removeListener('authenticated', onAuthenticated)
      socks5Client.removeListener('error', onAuthenticationError)
	}

	const onAuthenticated = () => {
      cleanupAuthenticationListeners()
      authenticationReady.resolve()
	}

	const onAuthenticationError = (err) => {
      cleanupAuthenticationListeners()
      authenticationReady.reject(err)
	}

	if (socks5Client.state === STATES.AUTHENTICATED) {
      clearTimeout(authenticationTimeout)
      authenticationReady.resolve()
	} else {
      socks5Client.once('authenticated', onAuthenticated)
      socks5Client.once('error', onAuthenticationError)
	}

	await authenticationReady.promise

	await socks5Client.connect(targetHost, targetPort)

	const connectionReady = Promise.withResolvers()
	const connectionTimeout = this[kConnectTimeout] === 0
      ? null
      : setTimeout(() => {
		cleanupConnectionListeners()
		socks5Client.destroy()
		connectionReady.reject(
          createConnectTimeoutError(targetHost, targetPort, this[kConnectTimeout])
		)
      }, this[kConnectTimeout])

	const cleanupConnectionListeners = () => {
      clearTimeout(connectionTimeout)
      socks5Client.removeListener('connected', onConnected)
      socks5Client.removeListener('error', onConnectionError)
	}

	const onConnected = (info) => {
      debug('SOCKS5 tunnel established to', targetHost, targetPort, 'via', info)
      cleanupConnectionListeners()
      connectionReady.resolve()
	}

	const onConnectionError = (err) => {
      cleanupConnectionListeners()
      connectionReady.reject(err)
	}

	socks5Client.once('connected', onConnected)
	socks5Client.once('error', onConnectionError)

	await connectionReady.promise

	return socket
  }

  [kDispatch] (opts, handler) {
	const { origin } = opts

	debug('dispatching request to', origin, 'via SOCKS5')

	try {
      const originKey = String(origin)
      let pool = this[kPools].get(originKey)
      if (!pool || pool.destroyed || pool.closed) {
		pool = new Pool(origin, {
          pipelining: opts.pipelining,
          connections: opts.connections,
          connect: async (connectOpts, callback) => {
			try {
              const url = new URL(origin)
              const targetHost = url.hostname
              const targetPort = parseInt(url.port) || (url.protocol === 'https:' ? 443 : 80)

              debug('establishing SOCKS5 connection to', targetHost, targetPort)

              const socket = await this.createSocks5Connection(targetHost, targetPort)

              let finalSocket = socket
              if (url.protocol === 'https:') {
				if (!tls) {
                  tls = __nccwpck_require__(1692)
				}
				debug('upgrading to TLS')
				finalSocket = tls.connect({
                  ...this[kRequestTls],
                  socket,
                  servername: this[kRequestTls]?.servername || targetHost
				})

				const tlsReady = Promise.withResolvers()

				const cleanupTlsListeners = () => {
                  queueMicrotask(clearTlsTimeout)
                  finalSocket.removeListener('secureConnect', onSecureConnect)
                  finalSocket.removeListener('error', onTlsError)
				}

				const onSecureConnect = () => {
                  cleanupTlsListeners()
                  tlsReady.resolve()
				}

				const onTlsError = (err) => {
                  cleanupTlsListeners()
                  tlsReady.reject(err)
				}

				const clearTlsTimeout = setupConnectTimeout(new WeakRef(finalSocket), {
                  timeout: this[kRequestTlsTimeout],
                  hostname: targetHost,
                  port: targetPort
				})

				finalSocket.once('secureConnect', onSecureConnect)
				finalSocket.once('error', onTlsError)
				await tlsReady.promise
              }

              callback(null, finalSocket)
			} catch (err) {
              debug('SOCKS5 connection error:', err)
              callback(err)
			}
          }
		})
		this[kPools].set(originKey, pool)

		const closePoolIfUnused = () => {
          if (this[kPools].get(originKey) !== pool || pool[kConnected] > 0 || pool[kBusy]) {
			return
          }

          this[kPools].delete(originKey)
          if (!pool.destroyed) {
			pool.close()
          }
		}

		pool.on('disconnect', closePoolIfUnused)
		pool.on('connectionError', closePoolIfUnused)
      }

      return pool[kDispatch](opts, handler)
	} catch (err) {
      debug('dispatch error:', err)
      if (typeof handler.onResponseError === 'function') {
		handler.onResponseError(null, err)
		return false
      } else if (typeof handler.onError === 'function') {
		handler.onError(err)
		return false
      } else {
		throw err
      }
	}
  }

  async [kClose] () {
	const closePromises = []
	for (const pool of this[kPools].values()) {
      closePromises.push(pool.close())
	}
	this[kPools].clear()
	await Promise.all(closePromises)
  }

  async [kDestroy] (err) {
	const destroyPromises = []
	for (const pool of this[kPools].values()) {
      destroyPromises.push(pool.destroy(err))
	}
	this[kPools].clear()
	await Promise.all(destroyPromises)
  }
}

module.exports = Socks5ProxyAgent


/***/ }),

/***/ 2229:
/***/ ((module) => {



const textDecoder = new TextDecoder()

function utf8DecodeBytes (buffer) {
  if (buffer.length === 0) {
	return ''
  }


  if (buffer[0] === 0xEF && buffer[1] === 0xBB && buffer[2] === 0xBF) {
	buffer = buffer.subarray(3)
  }

  const output = textDecoder.decode(buffer)

  return output
}

module.exports = {
  utf8DecodeBytes
}


/***/ }),

/***/ 5964:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const globalDispatcher = Symbol.for('undici.globalDispatcher.2')
const legacyGlobalDispatcher = Symbol.for('undici.globalDispatcher.1')
const { InvalidArgumentError } = __nccwpck_require__(3092)
const Agent = __nccwpck_require__(3480)
const Dispatcher1Wrapper = __nccwpck_require__(6867)

let fallbackDispatcher

if (getGlobalDispatcher() === undefined) {
  setGlobalDispatcher(new Agent())
}

function setGlobalDispatcher (agent) {
  if (!agent || typeof agent.dispatch !== 'function') {
	throw new InvalidArgumentError('Argument agent must implement Agent')
  }

  try {
	Object.defineProperty(globalThis, globalDispatcher, {
      value: agent,
      writable: true,
      enumerable: false,
      configurable: false
	})
  } catch (err) {
	if (err instanceof TypeError) {
      fallbackDispatcher = agent
      return
	}
	throw err
  }

  try {
	const legacyAgent = agent instanceof Dispatcher1Wrapper ? agent : new Dispatcher1Wrapper(agent)

	Object.defineProperty(globalThis, legacyGlobalDispatcher, {
      value: legacyAgent,
      writable: true,
      enumerable: false,
      configurable: false
	})
  } catch (err) {
	if (!(err instanceof TypeError)) {
      throw err
	}
  }
}

function getGlobalDispatcher () {
  return globalThis[globalDispatcher] ?? fallbackDispatcher
}

const installedExports = /** @type {const} */ (
  [
	'fetch',
	'Headers',
	'Response',
	'Request',
	'FormData',
	'WebSocket',
	'CloseEvent',
	'ErrorEvent',
	'MessageEvent',
	'EventSource'
  ]
)

module.exports = {
  setGlobalDispatcher,
  getGlobalDispatcher,
  installedExports
}


/***/ }),

/***/ 7405:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.SPECIAL_HEADERS = exports.MINOR = exports.MAJOR = exports.HTAB_SP_VCHAR_OBS_TEXT = exports.QUOTED_STRING = exports.CONNECTION_TOKEN_CHARS = exports.HEADER_CHARS = exports.TOKEN = exports.HEX = exports.URL_CHAR = exports.USERINFO_CHARS = exports.MARK = exports.ALPHANUM = exports.NUM = exports.HEX_MAP = exports.NUM_MAP = exports.ALPHA = exports.STATUSES_HTTP = exports.H_METHOD_MAP = exports.METHOD_MAP = exports.METHODS_RTSP = exports.METHODS_ICE = exports.METHODS_HTTP = exports.HEADER_STATE = exports.FINISH = exports.STATUSES = exports.METHODS = exports.LENIENT_FLAGS = exports.FLAGS = exports.TYPE = exports.ERROR = void 0;
const utils_1 = __nccwpck_require__(2401);
exports.ERROR = {
	OK: 0,
	INTERNAL: 1,
	STRICT: 2,
	CR_EXPECTED: 25,
	LF_EXPECTED: 3,
	UNEXPECTED_CONTENT_LENGTH: 4,
	UNEXPECTED_SPACE: 30,
	CLOSED_CONNECTION: 5,
	INVALID_METHOD: 6,
	INVALID_URL: 7,
	INVALID_CONSTANT: 8,
	INVALID_VERSION: 9,
	INVALID_HEADER_TOKEN: 10,
	INVALID_CONTENT_LENGTH: 11,
	INVALID_CHUNK_SIZE: 12,
	INVALID_STATUS: 13,
	INVALID_EOF_STATE: 14,
	INVALID_TRANSFER_ENCODING: 15,
	CB_MESSAGE_BEGIN: 16,
	CB_HEADERS_COMPLETE: 17,
	CB_MESSAGE_COMPLETE: 18,
	CB_CHUNK_HEADER: 19,
	CB_CHUNK_COMPLETE: 20,
	PAUSED: 21,
	PAUSED_UPGRADE: 22,
	PAUSED_H2_UPGRADE: 23,
	USER: 24,
	CB_URL_COMPLETE: 26,
	CB_STATUS_COMPLETE: 27,
	CB_METHOD_COMPLETE: 32,
	CB_VERSION_COMPLETE: 33,
	CB_HEADER_FIELD_COMPLETE: 28,
	CB_HEADER_VALUE_COMPLETE: 29,
	CB_CHUNK_EXTENSION_NAME_COMPLETE: 34,
	CB_CHUNK_EXTENSION_VALUE_COMPLETE: 35,
	CB_RESET: 31,
	CB_PROTOCOL_COMPLETE: 38,
};
exports.TYPE = {
	BOTH: 0, // default
	REQUEST: 1,
	RESPONSE: 2,
};
exports.FLAGS = {
	CONNECTION_KEEP_ALIVE: 1 << 0,
	CONNECTION_CLOSE: 1 << 1,
	CONNECTION_UPGRADE: 1 << 2,
	CHUNKED: 1 << 3,
	UPGRADE: 1 << 4,
	CONTENT_LENGTH: 1 << 5,
	SKIPBODY: 1 << 6,
	TRAILING: 1 << 7,
	TRANSFER_ENCODING: 1 << 9,
};
exports.LENIENT_FLAGS = {
	HEADERS: 1 << 0,
	CHUNKED_LENGTH: 1 << 1,
	KEEP_ALIVE: 1 << 2,
	TRANSFER_ENCODING: 1 << 3,
	VERSION: 1 << 4,
	DATA_AFTER_CLOSE: 1 << 5,
	OPTIONAL_LF_AFTER_CR: 1 << 6,
	OPTIONAL_CRLF_AFTER_CHUNK: 1 << 7,
	OPTIONAL_CR_BEFORE_LF: 1 << 8,
	SPACES_AFTER_CHUNK_SIZE: 1 << 9,
};
exports.METHODS = {
	'DELETE': 0,
	'GET': 1,
	'HEAD': 2,
	'POST': 3,
	'PUT': 4,
	'CONNECT': 5,
	'OPTIONS': 6,
	'TRACE': 7,
	'COPY': 8,
	'LOCK': 9,
	'MKCOL': 10,
	'MOVE': 11,
	'PROPFIND': 12,
	'PROPPATCH': 13,
	'SEARCH': 14,
	'UNLOCK': 15,
	'BIND': 16,
	'REBIND': 17,
	'UNBIND': 18,
	'ACL': 19,
	'REPORT': 20,
	'MKACTIVITY': 21,
	'CHECKOUT': 22,
	'MERGE': 23,
	'M-SEARCH': 24,
	'NOTIFY': 25,
	'SUBSCRIBE': 26,
	'UNSUBSCRIBE': 27,
	'PATCH': 28,
	'PURGE': 29,
	'MKCALENDAR': 30,
	'LINK': 31,
	'UNLINK': 32,
	'SOURCE': 33,
	'PRI': 34,
	'DESCRIBE': 35,
	'ANNOUNCE': 36,
	'SETUP': 37,
	'PLAY': 38,
	'PAUSE': 39,
	'TEARDOWN': 40,
	'GET_PARAMETER': 41,
	'SET_PARAMETER': 42,
	'REDIRECT': 43,
	'RECORD': 44,
	'FLUSH': 45,
	'QUERY': 46,
};
exports.STATUSES = {
	CONTINUE: 100,
	SWITCHING_PROTOCOLS: 101,
	PROCESSING: 102,
	EARLY_HINTS: 103,
	RESPONSE_IS_STALE: 110, // Unofficial
	REVALIDATION_FAILED: 111, // Unofficial
	DISCONNECTED_OPERATION: 112, // Unofficial
	HEURISTIC_EXPIRATION: 113, // Unofficial
	MISCELLANEOUS_WARNING: 199, // Unofficial
	OK: 200,
	CREATED: 201,
	ACCEPTED: 202,
	NON_AUTHORITATIVE_INFORMATION: 203,
	NO_CONTENT: 204,
	RESET_CONTENT: 205,
	PARTIAL_CONTENT: 206,
	MULTI_STATUS: 207,
	ALREADY_REPORTED: 208,
	TRANSFORMATION_APPLIED: 214, // Unofficial
	IM_USED: 226,
	MISCELLANEOUS_PERSISTENT_WARNING: 299, // Unofficial
	MULTIPLE_CHOICES: 300,
	MOVED_PERMANENTLY: 301,
	FOUND: 302,
	SEE_OTHER: 303,
	NOT_MODIFIED: 304,
	USE_PROXY: 305,
	SWITCH_PROXY: 306, // No longer used
	TEMPORARY_REDIRECT: 307,
	PERMANENT_REDIRECT: 308,
	BAD_REQUEST: 400,
	UNAUTHORIZED: 401,
	PAYMENT_REQUIRED: 402,
	FORBIDDEN: 403,
	NOT_FOUND: 404,
	METHOD_NOT_ALLOWED: 405,
	NOT_ACCEPTABLE: 406,
	PROXY_AUTHENTICATION_REQUIRED: 407,
	REQUEST_TIMEOUT: 408,
	CONFLICT: 409,
	GONE: 410,
	LENGTH_REQUIRED: 411,
	PRECONDITION_FAILED: 412,
	PAYLOAD_TOO_LARGE: 413,
	URI_TOO_LONG: 414,
	UNSUPPORTED_MEDIA_TYPE: 415,
	RANGE_NOT_SATISFIABLE: 416,
	EXPECTATION_FAILED: 417,
	IM_A_TEAPOT: 418,
	PAGE_EXPIRED: 419, // Unofficial
	ENHANCE_YOUR_CALM: 420, // Unofficial
	MISDIRECTED_REQUEST: 421,
	UNPROCESSABLE_ENTITY: 422,
	LOCKED: 423,
	FAILED_DEPENDENCY: 424,
	TOO_EARLY: 425,
	UPGRADE_REQUIRED: 426,
	PRECONDITION_REQUIRED: 428,
	TOO_MANY_REQUESTS: 429,
	REQUEST_HEADER_FIELDS_TOO_LARGE_UNOFFICIAL: 430, // Unofficial
	REQUEST_HEADER_FIELDS_TOO_LARGE: 431,
	LOGIN_TIMEOUT: 440, // Unofficial
	NO_RESPONSE: 444, // Unofficial
	RETRY_WITH: 449, // Unofficial
	BLOCKED_BY_PARENTAL_CONTROL: 450, // Unofficial
	UNAVAILABLE_FOR_LEGAL_REASONS: 451,
	CLIENT_CLOSED_LOAD_BALANCED_REQUEST: 460, // Unofficial
	INVALID_X_FORWARDED_FOR: 463, // Unofficial
	REQUEST_HEADER_TOO_LARGE: 494, // Unofficial
	SSL_CERTIFICATE_ERROR: 495, // Unofficial
	SSL_CERTIFICATE_REQUIRED: 496, // Unofficial
	HTTP_REQUEST_SENT_TO_HTTPS_PORT: 497, // Unofficial
	INVALID_TOKEN: 498, // Unofficial
	CLIENT_CLOSED_REQUEST: 499, // Unofficial
	INTERNAL_SERVER_ERROR: 500,
	NOT_IMPLEMENTED: 501,
	BAD_GATEWAY: 502,
	SERVICE_UNAVAILABLE: 503,
	GATEWAY_TIMEOUT: 504,
	HTTP_VERSION_NOT_SUPPORTED: 505,
	VARIANT_ALSO_NEGOTIATES: 506,
	INSUFFICIENT_STORAGE: 507,
	LOOP_DETECTED: 508,
	BANDWIDTH_LIMIT_EXCEEDED: 509,
	NOT_EXTENDED: 510,
	NETWORK_AUTHENTICATION_REQUIRED: 511,
	WEB_SERVER_UNKNOWN_ERROR: 520, // Unofficial
	WEB_SERVER_IS_DOWN: 521, // Unofficial
	CONNECTION_TIMEOUT: 522, // Unofficial
	ORIGIN_IS_UNREACHABLE: 523, // Unofficial
	TIMEOUT_OCCURED: 524, // Unofficial
	SSL_HANDSHAKE_FAILED: 525, // Unofficial
	INVALID_SSL_CERTIFICATE: 526, // Unofficial
	RAILGUN_ERROR: 527, // Unofficial
	SITE_IS_OVERLOADED: 529, // Unofficial
	SITE_IS_FROZEN: 530, // Unofficial
	IDENTITY_PROVIDER_AUTHENTICATION_ERROR: 561, // Unofficial
	NETWORK_READ_TIMEOUT: 598, // Unofficial
	NETWORK_CONNECT_TIMEOUT: 599, // Unofficial
};
exports.FINISH = {
	SAFE: 0,
	SAFE_WITH_CB: 1,
	UNSAFE: 2,
};
exports.HEADER_STATE = {
	GENERAL: 0,
	CONNECTION: 1,
	CONTENT_LENGTH: 2,
	TRANSFER_ENCODING: 3,
	UPGRADE: 4,
	CONNECTION_KEEP_ALIVE: 5,
	CONNECTION_CLOSE: 6,
	CONNECTION_UPGRADE: 7,
	TRANSFER_ENCODING_CHUNKED: 8,
};
exports.METHODS_HTTP = [
	exports.METHODS.DELETE,
	exports.METHODS.GET,
	exports.METHODS.HEAD,
	exports.METHODS.POST,
	exports.METHODS.PUT,
	exports.METHODS.CONNECT,
	exports.METHODS.OPTIONS,
	exports.METHODS.TRACE,
	exports.METHODS.COPY,
	exports.METHODS.LOCK,
	exports.METHODS.MKCOL,
	exports.METHODS.MOVE,
	exports.METHODS.PROPFIND,
	exports.METHODS.PROPPATCH,
	exports.METHODS.SEARCH,
	exports.METHODS.UNLOCK,
	exports.METHODS.BIND,
	exports.METHODS.REBIND,
	exports.METHODS.UNBIND,
	exports.METHODS.ACL,
	exports.METHODS.REPORT,
	exports.METHODS.MKACTIVITY,
	exports.METHODS.CHECKOUT,
	exports.METHODS.MERGE,
	exports.METHODS['M-SEARCH'],
	exports.METHODS.NOTIFY,
	exports.METHODS.SUBSCRIBE,
	exports.METHODS.UNSUBSCRIBE,
	exports.METHODS.PATCH,
	exports.METHODS.PURGE,
	exports.METHODS.MKCALENDAR,
	exports.METHODS.LINK,
	exports.METHODS.UNLINK,
	exports.METHODS.PRI,
	exports.METHODS.SOURCE,
	exports.METHODS.QUERY,
];
exports.METHODS_ICE = [
	exports.METHODS.SOURCE,
];
exports.METHODS_RTSP = [
	exports.METHODS.OPTIONS,
	exports.METHODS.DESCRIBE,
	exports.METHODS.ANNOUNCE,
	exports.METHODS.SETUP,
	exports.METHODS.PLAY,
	exports.METHODS.PAUSE,
	exports.METHODS.TEARDOWN,
	exports.METHODS.GET_PARAMETER,
	exports.METHODS.SET_PARAMETER,
	exports.METHODS.REDIRECT,
	exports.METHODS.RECORD,
	exports.METHODS.FLUSH,
	exports.METHODS.GET,
	exports.METHODS.POST,
];
exports.METHOD_MAP = (0, utils_1.enumToMap)(exports.METHODS);
exports.H_METHOD_MAP = Object.fromEntries(Object.entries(exports.METHODS).filter(([k]) => k.startsWith('H')));
exports.STATUSES_HTTP = [
	exports.STATUSES.CONTINUE,
	exports.STATUSES.SWITCHING_PROTOCOLS,
	exports.STATUSES.PROCESSING,
	exports.STATUSES.EARLY_HINTS,
	exports.STATUSES.RESPONSE_IS_STALE,
	exports.STATUSES.REVALIDATION_FAILED,
	exports.STATUSES.DISCONNECTED_OPERATION,
	exports.STATUSES.HEURISTIC_EXPIRATION,
	exports.STATUSES.MISCELLANEOUS_WARNING,
	exports.STATUSES.OK,
	exports.STATUSES.CREATED,
	exports.STATUSES.ACCEPTED,
	exports.STATUSES.NON_AUTHORITATIVE_INFORMATION,
	exports.STATUSES.NO_CONTENT,
	exports.STATUSES.RESET_CONTENT,
	exports.STATUSES.PARTIAL_CONTENT,
	exports.STATUSES.MULTI_STATUS,
	exports.STATUSES.ALREADY_REPORTED,
	exports.STATUSES.TRANSFORMATION_APPLIED,
	exports.STATUSES.IM_USED,
	exports.STATUSES.MISCELLANEOUS_PERSISTENT_WARNING,
	exports.STATUSES.MULTIPLE_CHOICES,
	exports.STATUSES.MOVED_PERMANENTLY,
	exports.STATUSES.FOUND,
	exports.STATUSES.SEE_OTHER,
	exports.STATUSES.NOT_MODIFIED,
	exports.STATUSES.USE_PROXY,
	exports.STATUSES.SWITCH_PROXY,
	exports.STATUSES.TEMPORARY_REDIRECT,
	exports.STATUSES.PERMANENT_REDIRECT,
	exports.STATUSES.BAD_REQUEST,
	exports.STATUSES.UNAUTHORIZED,
	exports.STATUSES.PAYMENT_REQUIRED,
	exports.STATUSES.FORBIDDEN,
	exports.STATUSES.NOT_FOUND,
	exports.STATUSES.METHOD_NOT_ALLOWED,
	exports.STATUSES.NOT_ACCEPTABLE,
	exports.STATUSES.PROXY_AUTHENTICATION_REQUIRED,
	exports.STATUSES.REQUEST_TIMEOUT,
	exports.STATUSES.CONFLICT,
	exports.STATUSES.GONE,
	exports.STATUSES.LENGTH_REQUIRED,
	exports.STATUSES.PRECONDITION_FAILED,
	exports.STATUSES.PAYLOAD_TOO_LARGE,
	exports.STATUSES.URI_TOO_LONG,
	exports.STATUSES.UNSUPPORTED_MEDIA_TYPE,
	exports.STATUSES.RANGE_NOT_SATISFIABLE,
	exports.STATUSES.EXPECTATION_FAILED,
	exports.STATUSES.IM_A_TEAPOT,
	exports.STATUSES.PAGE_EXPIRED,
	exports.STATUSES.ENHANCE_YOUR_CALM,
	exports.STATUSES.MISDIRECTED_REQUEST,
	exports.STATUSES.UNPROCESSABLE_ENTITY,
	exports.STATUSES.LOCKED,
	exports.STATUSES.FAILED_DEPENDENCY,
	exports.STATUSES.TOO_EARLY,
	exports.STATUSES.UPGRADE_REQUIRED,
	exports.STATUSES.PRECONDITION_REQUIRED,
	exports.STATUSES.TOO_MANY_REQUESTS,
	exports.STATUSES.REQUEST_HEADER_FIELDS_TOO_LARGE_UNOFFICIAL,
	exports.STATUSES.REQUEST_HEADER_FIELDS_TOO_LARGE,
	exports.STATUSES.LOGIN_TIMEOUT,
	exports.STATUSES.NO_RESPONSE,
	exports.STATUSES.RETRY_WITH,
	exports.STATUSES.BLOCKED_BY_PARENTAL_CONTROL,
	exports.STATUSES.UNAVAILABLE_FOR_LEGAL_REASONS,
	exports.STATUSES.CLIENT_CLOSED_LOAD_BALANCED_REQUEST,
	exports.STATUSES.INVALID_X_FORWARDED_FOR,
	exports.STATUSES.REQUEST_HEADER_TOO_LARGE,
	exports.STATUSES.SSL_CERTIFICATE_ERROR,
	exports.STATUSES.SSL_CERTIFICATE_REQUIRED,
	exports.STATUSES.HTTP_REQUEST_SENT_TO_HTTPS_PORT,
	exports.STATUSES.INVALID_TOKEN,
	exports.STATUSES.CLIENT_CLOSED_REQUEST,
	exports.STATUSES.INTERNAL_SERVER_ERROR,
	exports.STATUSES.NOT_IMPLEMENTED,
	exports.STATUSES.BAD_GATEWAY,
	exports.STATUSES.SERVICE_UNAVAILABLE,
	exports.STATUSES.GATEWAY_TIMEOUT,
	exports.STATUSES.HTTP_VERSION_NOT_SUPPORTED,
	exports.STATUSES.VARIANT_ALSO_NEGOTIATES,
	exports.STATUSES.INSUFFICIENT_STORAGE,
	exports.STATUSES.LOOP_DETECTED,
	exports.STATUSES.BANDWIDTH_LIMIT_EXCEEDED,
	exports.STATUSES.NOT_EXTENDED,
	exports.STATUSES.NETWORK_AUTHENTICATION_REQUIRED,
	exports.STATUSES.WEB_SERVER_UNKNOWN_ERROR,
	exports.STATUSES.WEB_SERVER_IS_DOWN,
	exports.STATUSES.CONNECTION_TIMEOUT,
	exports.STATUSES.ORIGIN_IS_UNREACHABLE,
	exports.STATUSES.TIMEOUT_OCCURED,
	exports.STATUSES.SSL_HANDSHAKE_FAILED,
	exports.STATUSES.INVALID_SSL_CERTIFICATE,
	exports.STATUSES.RAILGUN_ERROR,
	exports.STATUSES.SITE_IS_OVERLOADED,
	exports.STATUSES.SITE_IS_FROZEN,
	exports.STATUSES.IDENTITY_PROVIDER_AUTHENTICATION_ERROR,
	exports.STATUSES.NETWORK_READ_TIMEOUT,
	exports.STATUSES.NETWORK_CONNECT_TIMEOUT,
];
exports.ALPHA = [];
for (let i = 'A'.charCodeAt(0); i <= 'Z'.charCodeAt(0); i++) {
	exports.ALPHA.push(String.fromCharCode(i));
	exports.ALPHA.push(String.fromCharCode(i + 0x20));
}
exports.NUM_MAP = {
	0: 0, 1: 1, 2: 2, 3: 3, 4: 4,
	5: 5, 6: 6, 7: 7, 8: 8, 9: 9,
};
exports.HEX_MAP = {
	0: 0, 1: 1, 2: 2, 3: 3, 4: 4,
	5: 5, 6: 6, 7: 7, 8: 8, 9: 9,
	A: 0XA, B: 0XB, C: 0XC, D: 0XD, E: 0XE, F: 0XF,
	a: 0xa, b: 0xb, c: 0xc, d: 0xd, e: 0xe, f: 0xf,
};
exports.NUM = [
	'0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
];
exports.ALPHANUM = exports.ALPHA.concat(exports.NUM);
exports.MARK = ['-', '_', '.', '!', '~', '*', '\'', '(', ')'];
exports.USERINFO_CHARS = exports.ALPHANUM
	.concat(exports.MARK)
	.concat(['%', ';', ':', '&', '=', '+', '$', ',']);
exports.URL_CHAR = [
	'!', '"', '$', '%', '&', '\'',
	'(', ')', '*', '+', ',', '-', '.', '/',
	':', ';', '<', '=', '>',
	'@', '[', '\\', ']', '^', '_',
	'`',
	'{', '|', '}', '~',
].concat(exports.ALPHANUM);
exports.HEX = exports.NUM.concat(['a', 'b', 'c', 'd', 'e', 'f', 'A', 'B', 'C', 'D', 'E', 'F']);
exports.TOKEN = [
	'!', '#', '$', '%', '&', '\'',
	'*', '+', '-', '.',
	'^', '_', '`',
	'|', '~',
].concat(exports.ALPHANUM);
exports.HEADER_CHARS = ['\t'];
for (let i = 32; i <= 255; i++) {
	if (i !== 127) {
		exports.HEADER_CHARS.push(i);
	}
}
exports.CONNECTION_TOKEN_CHARS = exports.HEADER_CHARS.filter((c) => c !== 44);
exports.QUOTED_STRING = ['\t', ' '];
for (let i = 0x21; i <= 0xff; i++) {
	if (i !== 0x22 && i !== 0x5c) { // All characters in ASCII except \ and "
		exports.QUOTED_STRING.push(i);
	}
}
exports.HTAB_SP_VCHAR_OBS_TEXT = ['\t', ' '];
for (let i = 0x21; i <= 0x7E; i++) {
	exports.HTAB_SP_VCHAR_OBS_TEXT.push(i);
}
for (let i = 0x80; i <= 0xff; i++) {
	exports.HTAB_SP_VCHAR_OBS_TEXT.push(i);
}
exports.MAJOR = exports.NUM_MAP;
exports.MINOR = exports.MAJOR;
exports.SPECIAL_HEADERS = {
	'connection': exports.HEADER_STATE.CONNECTION,
	'content-length': exports.HEADER_STATE.CONTENT_LENGTH,
	'proxy-connection': exports.HEADER_STATE.CONNECTION,
	'transfer-encoding': exports.HEADER_STATE.TRANSFER_ENCODING,
	'upgrade': exports.HEADER_STATE.UPGRADE,
};
exports["default"] = {
	ERROR: exports.ERROR,
	TYPE: exports.TYPE,
	FLAGS: exports.FLAGS,
	LENIENT_FLAGS: exports.LENIENT_FLAGS,
	METHODS: exports.METHODS,
	STATUSES: exports.STATUSES,
	FINISH: exports.FINISH,
	HEADER_STATE: exports.HEADER_STATE,
	ALPHA: exports.ALPHA,
	NUM_MAP: exports.NUM_MAP,
	HEX_MAP: exports.HEX_MAP,
	NUM: exports.NUM,
	ALPHANUM: exports.ALPHANUM,
	MARK: exports.MARK,
	USERINFO_CHARS: exports.USERINFO_CHARS,
	URL_CHAR: exports.URL_CHAR,
	HEX: exports.HEX,
	TOKEN: exports.TOKEN,
	HEADER_CHARS: exports.HEADER_CHARS,
	CONNECTION_TOKEN_CHARS: exports.CONNECTION_TOKEN_CHARS,
	QUOTED_STRING: exports.QUOTED_STRING,
	HTAB_SP_VCHAR_OBS_TEXT: exports.HTAB_SP_VCHAR_OBS_TEXT,
	MAJOR: exports.MAJOR,
	MINOR: exports.MINOR,
	SPECIAL_HEADERS: exports.SPECIAL_HEADERS,
	METHODS_HTTP: exports.METHODS_HTTP,
	METHODS_ICE: exports.METHODS_ICE,
	METHODS_RTSP: exports.METHODS_RTSP,
	METHOD_MAP: exports.METHOD_MAP,
	H_METHOD_MAP: exports.H_METHOD_MAP,
	STATUSES_HTTP: exports.STATUSES_HTTP,
};


/***/ }),

/***/ 9855:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

/* module decorator */ module = __nccwpck_require__.nmd(module);


const { Buffer } = __nccwpck_require__(4573)

const wasmBase64 = 'AGFzbQEAAAABJwdgAX8Bf2ADf39/AX9gAn9/AGABfwBgBH9/f38Bf2AAAGADf39/AALLAQgDZW52GHdhc21fb25faGVhZGVyc19jb21wbGV0ZQAEA2VudhV3YXNtX29uX21lc3NhZ2VfYmVnaW4AAANlbnYLd2FzbV9vbl91cmwAAQNlbnYOd2FzbV9vbl9zdGF0dXMAAQNlbnYUd2FzbV9vbl9oZWFkZXJfZmllbGQAAQNlbnYUd2FzbV9vbl9oZWFkZXJfdmFsdWUAAQNlbnYMd2FzbV9vbl9ib2R5AAEDZW52GHdhc21fb25fbWVzc2FnZV9jb21wbGV0ZQAAAzU0BQYAAAMAAAAAAAADAQMAAwMDAAACAAAAAAICAgICAgICAgIBAQEBAQEBAQEBAwAAAwAAAAQFAXABExMFAwEAAgYIAX8BQcDZBAsHxQcoBm1lbW9yeQIAC19pbml0aWFsaXplAAgZX19pbmRpcmVjdF9mdW5jdGlvbl90YWJsZQEAC2xsaHR0cF9pbml0AAkYbGxodHRwX3Nob3VsZF9rZWVwX2FsaXZlADcMbGxodHRwX2FsbG9jAAsGbWFsbG9jADkLbGxodHRwX2ZyZWUADARmcmVlAAwPbGxodHRwX2dldF90eXBlAA0VbGxodHRwX2dldF9odHRwX21ham9yAA4VbGxodHRwX2dldF9odHRwX21pbm9yAA8RbGxodHRwX2dldF9tZXRob2QAEBZsbGh0dHBfZ2V0X3N0YXR1c19jb2RlABESbGxodHRwX2dldF91cGdyYWRlABIMbGxodHRwX3Jlc2V0ABMObGxodHRwX2V4ZWN1dGUAFBRsbGh0dHBfc2V0dGluZ3NfaW5pdAAVDWxsaHR0cF9maW5pc2gAFgxsbGh0dHBfcGF1c2UAFw1sbGh0dHBfcmVzdW1lABgbbGxodHRwX3Jlc3VtZV9hZnRlcl91cGdyYWRlABkQbGxodHRwX2dldF9lcnJubwAaF2xsaHR0cF9nZXRfZXJyb3JfcmVhc29uABsXbGxodHRwX3NldF9lcnJvcl9yZWFzb24AHBRsbGh0dHBfZ2V0X2Vycm9yX3BvcwAdEWxsaHR0cF9lcnJub19uYW1lAB4SbGxodHRwX21ldGhvZF9uYW1lAB8SbGxodHRwX3N0YXR1c19uYW1lACAabGxodHRwX3NldF9sZW5pZW50X2hlYWRlcnMAISFsbGh0dHBfc2V0X2xlbmllbnRfY2h1bmtlZF9sZW5ndGgAIh1sbGh0dHBfc2V0X2xlbmllbnRfa2VlcF9hbGl2ZQAjJGxsaHR0cF9zZXRfbGVuaWVudF90cmFuc2Zlcl9lbmNvZGluZwAkGmxsaHR0cF9zZXRfbGVuaWVudF92ZXJzaW9uACUjbGxodHRwX3NldF9sZW5pZW50X2RhdGFfYWZ0ZXJfY2xvc2UAJidsbGh0dHBfc2V0X2xlbmllbnRfb3B0aW9uYWxfbGZfYWZ0ZXJfY3IAJyxsbGh0dHBfc2V0X2xlbmllbnRfb3B0aW9uYWxfY3JsZl9hZnRlcl9jaHVuawAoKGxsaHR0cF9zZXRfbGVuaWVudF9vcHRpb25hbF9jcl9iZWZvcmVfbGYAKSpsbGh0dHBfc2V0X2xlbmllbnRfc3BhY2VzX2FmdGVyX2NodW5rX3NpemUAKhhsbGh0dHBfbWVzc2FnZV9uZWVkc19lb2YANgkYAQBBAQsSAQIDBAUKBgcyNDMuKy8tLDAxCq/ZAjQWAEHA1QAoAgAEQAALQcDVAEEBNgIACxQAIAAQOCAAIAI2AjggACABOgAoCxQAIAAgAC8BNCAALQAwIAAQNxAACx4BAX9BwAAQOiIBEDggAUGACDYCOCABIAA6ACggAQuPDAEHfwJAIABFDQAgAEEIayIBIABBBGsoAgAiAEF4cSIEaiEFAkAgAEEBcQ0AIABBA3FFDQEgASABKAIAIgBrIgFB1NUAKAIASQ0BIAAgBGohBAJAAkBB2NUAKAIAIAFHBEAgAEH/AU0EQCAAQQN2IQMgASgCCCIAIAEoAgwiAkYEQEHE1QBBxNUAKAIAQX4gA3dxNgIADAULIAIgADYCCCAAIAI2AgwMBAsgASgCGCEGIAEgASgCDCIARwRAIAAgASgCCCICNgIIIAIgADYCDAwDCyABQRRqIgMoAgAiAkUEQCABKAIQIgJFDQIgAUEQaiEDCwNAIAMhByACIgBBFGoiAygCACICDQAgAEEQaiEDIAAoAhAiAg0ACyAHQQA2AgAMAgsgBSgCBCIAQQNxQQNHDQIgBSAAQX5xNgIEQczVACAENgIAIAUgBDYCACABIARBAXI2AgQMAwtBACEACyAGRQ0AAkAgASgCHCICQQJ0QfTXAGoiAygCACABRgRAIAMgADYCACAADQFByNUAQcjVACgCAEF+IAJ3cTYCAAwCCyAGQRBBFCAGKAIQIAFGG2ogADYCACAARQ0BCyAAIAY2AhggASgCECICBEAgACACNgIQIAIgADYCGAsgAUEUaigCACICRQ0AIABBFGogAjYCACACIAA2AhgLIAEgBU8NACAFKAIEIgBBAXFFDQACQAJAAkACQCAAQQJxRQRAQdzVACgCACAFRgRAQdzVACABNgIAQdDVAEHQ1QAoAgAgBGoiADYCACABIABBAXI2AgQgAUHY1QAoAgBHDQZBzNUAQQA2AgBB2NUAQQA2AgAMBgtB2NUAKAIAIAVGBEBB2NUAIAE2AgBBzNUAQczVACgCACAEaiIANgIAIAEgAEEBcjYCBCAAIAFqIAA2AgAMBgsgAEF4cSAEaiEEIABB/wFNBEAgAEEDdiEDIAUoAggiACAFKAIMIgJGBEBBxNUAQcTVACgCAEF+IAN3cTYCAAwFCyACIAA2AgggACACNgIMDAQLIAUoAhghBiAFIAUoAgwiAEcEQEHU1QAoAgAaIAAgBSgCCCICNgIIIAIgADYCDAwDCyAFQRRqIgMoAgAiAkUEQCAFKAIQIgJFDQIgBUEQaiEDCwNAIAMhByACIgBBFGoiAygCACICDQAgAEEQaiEDIAAoAhAiAg0ACyAHQQA2AgAMAgsgBSAAQX5xNgIEIAEgBGogBDYCACABIARBAXI2AgQMAwtBACEACyAGRQ0AAkAgBSgCHCICQQJ0QfTXAGoiAygCACAFRgRAIAMgADYCACAADQFByNUAQcjVACgCAEF+IAJ3cTYCAAwCCyAGQRBBFCAGKAIQIAVGG2ogADYCACAARQ0BCyAAIAY2AhggBSgCECICBEAgACACNgIQIAIgADYCGAsgBUEUaigCACICRQ0AIABBFGogAjYCACACIAA2AhgLIAEgBGogBDYCACABIARBAXI2AgQgAUHY1QAoAgBHDQBBzNUAIAQ2AgAMAQsgBEH/AU0EQCAEQXhxQezVAGohAAJ/QcTVACgCACICQQEgBEEDdnQiA3FFBEBBxNUAIAIgA3I2AgAgAAwBCyAAKAIICyICIAE2AgwgACABNgIIIAEgADYCDCABIAI2AggMAQtBHyECIARB////B00EQCAEQSYgBEEIdmciAGt2QQFxIABBAXRrQT5qIQILIAEgAjYCHCABQgA3AhAgAkECdEH01wBqIQACQEHI1QAoAgAiA0EBIAJ0IgdxRQRAIAAgATYCAEHI1QAgAyAHcjYCACABIAA2AhggASABNgIIIAEgATYCDAwBCyAEQRkgAkEBdmtBACACQR9HG3QhAiAAKAIAIQACQANAIAAiAygCBEF4cSAERg0BIAJBHXYhACACQQF0IQIgAyAAQQRxakEQaiIHKAIAIgANAAsgByABNgIAIAEgAzYCGCABIAE2AgwgASABNgIIDAELIAMoAggiACABNgIMIAMgATYCCCABQQA2AhggASADNgIMIAEgADYCCAtB5NUAQeTVACgCAEEBayIAQX8gABs2AgALCwcAIAAtACgLBwAgAC0AKgsHACAALQArCwcAIAAtACkLBwAgAC8BNAsHACAALQAwC0ABBH8gACgCGCEBIAAvAS4hAiAALQAoIQMgACgCOCEEIAAQOCAAIAQ2AjggACADOgAoIAAgAjsBLiAAIAE2AhgL5YUCAgd/A34gASACaiEEAkAgACIDKAIMIgANACADKAIEBEAgAyABNgIECyMAQRBrIgkkAAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAn8CQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgAygCHCICQQJrDvwBAfkBAgMEBQYHCAkKCwwNDg8QERL4ARP3ARQV9gEWF/UBGBkaGxwdHh8g/QH7ASH0ASIjJCUmJygpKivzASwtLi8wMTLyAfEBMzTwAe8BNTY3ODk6Ozw9Pj9AQUJDREVGR0hJSktMTU5P+gFQUVJT7gHtAVTsAVXrAVZXWFla6gFbXF1eX2BhYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ent8fX5/gAGBAYIBgwGEAYUBhgGHAYgBiQGKAYsBjAGNAY4BjwGQAZEBkgGTAZQBlQGWAZcBmAGZAZoBmwGcAZ0BngGfAaABoQGiAaMBpAGlAaYBpwGoAakBqgGrAawBrQGuAa8BsAGxAbIBswG0AbUBtgG3AbgBuQG6AbsBvAG9Ab4BvwHAAcEBwgHDAcQBxQHGAccByAHJAcoBywHMAc0BzgHpAegBzwHnAdAB5gHRAdIB0wHUAeUB1QHWAdcB2AHZAdoB2wHcAd0B3gHfAeAB4QHiAeMBAPwBC0EADOMBC0EODOIBC0ENDOEBC0EPDOABC0EQDN8BC0ETDN4BC0EUDN0BC0EVDNwBC0EWDNsBC0EXDNoBC0EYDNkBC0EZDNgBC0EaDNcBC0EbDNYBC0EcDNUBC0EdDNQBC0EeDNMBC0EfDNIBC0EgDNEBC0EhDNABC0EIDM8BC0EiDM4BC0EkDM0BC0EjDMwBC0EHDMsBC0ElDMoBC0EmDMkBC0EnDMgBC0EoDMcBC0ESDMYBC0ERDMUBC0EpDMQBC0EqDMMBC0ErDMIBC0EsDMEBC0HeAQzAAQtBLgy/AQtBLwy+AQtBMAy9AQtBMQy8AQtBMgy7AQtBMwy6AQtBNAy5AQtB3wEMuAELQTUMtwELQTkMtgELQQwMtQELQTYMtAELQTcMswELQTgMsgELQT4MsQELQToMsAELQeABDK8BC0ELDK4BC0E/DK0BC0E7DKwBC0EKDKsBC0E8DKoBC0E9DKkBC0HhAQyoAQtBwQAMpwELQcAADKYBC0HCAAylAQtBCQykAQtBLQyjAQtBwwAMogELQcQADKEBC0HFAAygAQtBxgAMnwELQccADJ4BC0HIAAydAQtByQAMnAELQcoADJsBC0HLAAyaAQtBzAAMmQELQc0ADJgBC0HOAAyXAQtBzwAMlgELQdAADJUBC0HRAAyUAQtB0gAMkwELQdMADJIBC0HVAAyRAQtB1AAMkAELQdYADI8BC0HXAAyOAQtB2AAMjQELQdkADIwBC0HaAAyLAQtB2wAMigELQdwADIkBC0HdAAyIAQtB3gAMhwELQd8ADIYBC0HgAAyFAQtB4QAMhAELQeIADIMBC0HjAAyCAQtB5AAMgQELQeUADIABC0HiAQx/C0HmAAx+C0HnAAx9C0EGDHwLQegADHsLQQUMegtB6QAMeQtBBAx4C0HqAAx3C0HrAAx2C0HsAAx1C0HtAAx0C0EDDHMLQe4ADHILQe8ADHELQfAADHALQfIADG8LQfEADG4LQfMADG0LQfQADGwLQfUADGsLQfYADGoLQQIMaQtB9wAMaAtB+AAMZwtB+QAMZgtB+gAMZQtB+wAMZAtB/AAMYwtB/QAMYgtB/gAMYQtB/wAMYAtBgAEMXwtBgQEMXgtBggEMXQtBgwEMXAtBhAEMWwtBhQEMWgtBhgEMWQtBhwEMWAtBiAEMVwtBiQEMVgtBigEMVQtBiwEMVAtBjAEMUwtBjQEMUgtBjgEMUQtBjwEMUAtBkAEMTwtBkQEMTgtBkgEMTQtBkwEMTAtBlAEMSwtBlQEMSgtBlgEMSQtBlwEMSAtBmAEMRwtBmQEMRgtBmgEMRQtBmwEMRAtBnAEMQwtBnQEMQgtBngEMQQtBnwEMQAtBoAEMPwtBoQEMPgtBogEMPQtBowEMPAtBpAEMOwtBpQEMOgtBpgEMOQtBpwEMOAtBqAEMNwtBqQEMNgtBqgEMNQtBqwEMNAtBrAEMMwtBrQEMMgtBrgEMMQtBrwEMMAtBsAEMLwtBsQEMLgtBsgEMLQtBswEMLAtBtAEMKwtBtQEMKgtBtgEMKQtBtwEMKAtBuAEMJwtBuQEMJgtBugEMJQtBuwEMJAtBvAEMIwtBvQEMIgtBvgEMIQtBvwEMIAtBwAEMHwtBwQEMHgtBwgEMHQtBAQwcC0HDAQwbC0HEAQwaC0HFAQwZC0HGAQwYC0HHAQwXC0HIAQwWC0HJAQwVC0HKAQwUC0HLAQwTC0HMAQwSC0HNAQwRC0HOAQwQC0HPAQwPC0HQAQwOC0HRAQwNC0HSAQwMC0HTAQwLC0HUAQwKC0HVAQwJC0HWAQwIC0HjAQwHC0HXAQwGC0HYAQwFC0HZAQwEC0HaAQwDC0HbAQwCC0HdAQwBC0HcAQshAgNAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQCADAn8CQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAn8CQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAn8CQAJAAkACQAJAAkACQAJ/AkACQAJAAn8CQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAIAMCfwJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACfwJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgAg7jAQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEjJCUnKCmeA5sDmgORA4oDgwOAA/0C+wL4AvIC8QLvAu0C6ALnAuYC5QLkAtwC2wLaAtkC2ALXAtYC1QLPAs4CzALLAsoCyQLIAscCxgLEAsMCvgK8AroCuQK4ArcCtgK1ArQCswKyArECsAKuAq0CqQKoAqcCpgKlAqQCowKiAqECoAKfApgCkAKMAosCigKBAv4B/QH8AfsB+gH5AfgB9wH1AfMB8AHrAekB6AHnAeYB5QHkAeMB4gHhAeAB3wHeAd0B3AHaAdkB2AHXAdYB1QHUAdMB0gHRAdABzwHOAc0BzAHLAcoByQHIAccBxgHFAcQBwwHCAcEBwAG/Ab4BvQG8AbsBugG5AbgBtwG2AbUBtAGzAbIBsQGwAa8BrgGtAawBqwGqAakBqAGnAaYBpQGkAaMBogGfAZ4BmQGYAZcBlgGVAZQBkwGSAZEBkAGPAY0BjAGHAYYBhQGEAYMBggF9fHt6eXZ1dFBRUlNUVQsgASAERw1yQf0BIQIMvgMLIAEgBEcNmAFB2wEhAgy9AwsgASAERw3xAUGOASECDLwDCyABIARHDfwBQYQBIQIMuwMLIAEgBEcNigJB/wAhAgy6AwsgASAERw2RAkH9ACECDLkDCyABIARHDZQCQfsAIQIMuAMLIAEgBEcNHkEeIQIMtwMLIAEgBEcNGUEYIQIMtgMLIAEgBEcNygJBzQAhAgy1AwsgASAERw3VAkHGACECDLQDCyABIARHDdYCQcMAIQIMswMLIAEgBEcN3AJBOCECDLIDCyADLQAwQQFGDa0DDIkDC0EAIQACQAJAAkAgAy0AKkUNACADLQArRQ0AIAMvATIiAkECcUUNAQwCCyADLwEyIgJBAXFFDQELQQEhACADLQAoQQFGDQAgAy8BNCIGQeQAa0HkAEkNACAGQcwBRg0AIAZBsAJGDQAgAkHAAHENAEEAIQAgAkGIBHFBgARGDQAgAkEocUEARyEACyADQQA7ATIgA0EAOgAxAkAgAEUEQCADQQA6ADEgAy0ALkEEcQ0BDLEDCyADQgA3AyALIANBADoAMSADQQE6ADYMSAtBACEAAkAgAygCOCICRQ0AIAIoAjAiAkUNACADIAIRAAAhAAsgAEUNSCAAQRVHDWIgA0EENgIcIAMgATYCFCADQdIbNgIQIANBFTYCDEEAIQIMrwMLIAEgBEYEQEEGIQIMrwMLIAEtAABBCkcNGSABQQFqIQEMGgsgA0IANwMgQRIhAgyUAwsgASAERw2KA0EjIQIMrAMLIAEgBEYEQEEHIQIMrAMLAkACQCABLQAAQQprDgQBGBgAGAsgAUEBaiEBQRAhAgyTAwsgAUEBaiEBIANBL2otAABBAXENF0EAIQIgA0EANgIcIAMgATYCFCADQZkgNgIQIANBGTYCDAyrAwsgAyADKQMgIgwgBCABa60iCn0iC0IAIAsgDFgbNwMgIAogDFoNGEEIIQIMqgMLIAEgBEcEQCADQQk2AgggAyABNgIEQRQhAgyRAwtBCSECDKkDCyADKQMgUA2uAgxDCyABIARGBEBBCyECDKgDCyABLQAAQQpHDRYgAUEBaiEBDBcLIANBL2otAABBAXFFDRkMJgtBACEAAkAgAygCOCICRQ0AIAIoAlAiAkUNACADIAIRAAAhAAsgAA0ZDEILQQAhAAJAIAMoAjgiAkUNACACKAJQIgJFDQAgAyACEQAAIQALIAANGgwkC0EAIQACQCADKAI4IgJFDQAgAigCUCICRQ0AIAMgAhEAACEACyAADRsMMgsgA0Evai0AAEEBcUUNHAwiC0EAIQACQCADKAI4IgJFDQAgAigCVCICRQ0AIAMgAhEAACEACyAADRwMQgtBACEAAkAgAygCOCICRQ0AIAIoAlQiAkUNACADIAIRAAAhAAsgAA0dDCALIAEgBEYEQEETIQIMoAMLAkAgAS0AACIAQQprDgQfIyMAIgsgAUEBaiEBDB8LQQAhAAJAIAMoAjgiAkUNACACKAJUIgJFDQAgAyACEQAAIQALIAANIgxCCyABIARGBEBBFiECDJ4DCyABLQAAQcDBAGotAABBAUcNIwyDAwsCQANAIAEtAABBsDtqLQAAIgBBAUcEQAJAIABBAmsOAgMAJwsgAUEBaiEBQSEhAgyGAwsgBCABQQFqIgFHDQALQRghAgydAwsgAygCBCEAQQAhAiADQQA2AgQgAyAAIAFBAWoiARA0IgANIQxBC0EAIQACQCADKAI4IgJFDQAgAigCVCICRQ0AIAMgAhEAACEACyAADSMMKgsgASAERgRAQRwhAgybAwsgA0EKNgIIIAMgATYCBEEAIQACQCADKAI4IgJFDQAgAigCUCICRQ0AIAMgAhEAACEACyAADSVBJCECDIEDCyABIARHBEADQCABLQAAQbA9ai0AACIAQQNHBEAgAEEBaw4FGBomggMlJgsgBCABQQFqIgFHDQALQRshAgyaAwtBGyECDJkDCwNAIAEtAABBsD9qLQAAIgBBA0cEQCAAQQFrDgUPEScTJicLIAQgAUEBaiIBRw0AC0EeIQIMmAMLIAEgBEcEQCADQQs2AgggAyABNgIEQQchAgz/AgtBHyECDJcDCyABIARGBEBBICECDJcDCwJAIAEtAABBDWsOFC4/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8APwtBACECIANBADYCHCADQb8LNgIQIANBAjYCDCADIAFBAWo2AhQMlgMLIANBL2ohAgNAIAEgBEYEQEEhIQIMlwMLAkACQAJAIAEtAAAiAEEJaw4YAgApKQEpKSkpKSkpKSkpKSkpKSkpKSkCJwsgAUEBaiEBIANBL2otAABBAXFFDQoMGAsgAUEBaiEBDBcLIAFBAWohASACLQAAQQJxDQALQQAhAiADQQA2AhwgAyABNgIUIANBnxU2AhAgA0EMNgIMDJUDCyADLQAuQYABcUUNAQtBACEAAkAgAygCOCICRQ0AIAIoAlwiAkUNACADIAIRAAAhAAsgAEUN5gIgAEEVRgRAIANBJDYCHCADIAE2AhQgA0GbGzYCECADQRU2AgxBACECDJQDC0EAIQIgA0EANgIcIAMgATYCFCADQZAONgIQIANBFDYCDAyTAwtBACECIANBADYCHCADIAE2AhQgA0G+IDYCECADQQI2AgwMkgMLIAMoAgQhAEEAIQIgA0EANgIEIAMgACABIAynaiIBEDIiAEUNKyADQQc2AhwgAyABNgIUIAMgADYCDAyRAwsgAy0ALkHAAHFFDQELQQAhAAJAIAMoAjgiAkUNACACKAJYIgJFDQAgAyACEQAAIQALIABFDSsgAEEVRgRAIANBCjYCHCADIAE2AhQgA0HrGTYCECADQRU2AgxBACECDJADC0EAIQIgA0EANgIcIAMgATYCFCADQZMMNgIQIANBEzYCDAyPAwtBACECIANBADYCHCADIAE2AhQgA0GCFTYCECADQQI2AgwMjgMLQQAhAiADQQA2AhwgAyABNgIUIANB3RQ2AhAgA0EZNgIMDI0DC0EAIQIgA0EANgIcIAMgATYCFCADQeYdNgIQIANBGTYCDAyMAwsgAEEVRg09QQAhAiADQQA2AhwgAyABNgIUIANB0A82AhAgA0EiNgIMDIsDCyADKAIEIQBBACECIANBADYCBCADIAAgARAzIgBFDSggA0ENNgIcIAMgATYCFCADIAA2AgwMigMLIABBFUYNOkEAIQIgA0EANgIcIAMgATYCFCADQdAPNgIQIANBIjYCDAyJAwsgAygCBCEAQQAhAiADQQA2AgQgAyAAIAEQMyIARQRAIAFBAWohAQwoCyADQQ42AhwgAyAANgIMIAMgAUEBajYCFAyIAwsgAEEVRg03QQAhAiADQQA2AhwgAyABNgIUIANB0A82AhAgA0EiNgIMDIcDCyADKAIEIQBBACECIANBADYCBCADIAAgARAzIgBFBEAgAUEBaiEBDCcLIANBDzYCHCADIAA2AgwgAyABQQFqNgIUDIYDC0EAIQIgA0EANgIcIAMgATYCFCADQeIXNgIQIANBGTYCDAyFAwsgAEEVRg0zQQAhAiADQQA2AhwgAyABNgIUIANB1gw2AhAgA0EjNgIMDIQDCyADKAIEIQBBACECIANBADYCBCADIAAgARA0IgBFDSUgA0ERNgIcIAMgATYCFCADIAA2AgwMgwMLIABBFUYNMEEAIQIgA0EANgIcIAMgATYCFCADQdYMNgIQIANBIzYCDAyCAwsgAygCBCEAQQAhAiADQQA2AgQgAyAAIAEQNCIARQRAIAFBAWohAQwlCyADQRI2AhwgAyAANgIMIAMgAUEBajYCFAyBAwsgA0Evai0AAEEBcUUNAQtBFyECDOYCC0EAIQIgA0EANgIcIAMgATYCFCADQeIXNgIQIANBGTYCDAz+AgsgAEE7Rw0AIAFBAWohAQwMC0EAIQIgA0EANgIcIAMgATYCFCADQZIYNgIQIANBAjYCDAz8AgsgAEEVRg0oQQAhAiADQQA2AhwgAyABNgIUIANB1gw2AhAgA0EjNgIMDPsCCyADQRQ2AhwgAyABNgIUIAMgADYCDAz6AgsgAygCBCEAQQAhAiADQQA2AgQgAyAAIAEQNCIARQRAIAFBAWohAQz1AgsgA0EVNgIcIAMgADYCDCADIAFBAWo2AhQM+QILIAMoAgQhAEEAIQIgA0EANgIEIAMgACABEDQiAEUEQCABQQFqIQEM8wILIANBFzYCHCADIAA2AgwgAyABQQFqNgIUDPgCCyAAQRVGDSNBACECIANBADYCHCADIAE2AhQgA0HWDDYCECADQSM2AgwM9wILIAMoAgQhAEEAIQIgA0EANgIEIAMgACABEDQiAEUEQCABQQFqIQEMHQsgA0EZNgIcIAMgADYCDCADIAFBAWo2AhQM9gILIAMoAgQhAEEAIQIgA0EANgIEIAMgACABEDQiAEUEQCABQQFqIQEM7wILIANBGjYCHCADIAA2AgwgAyABQQFqNgIUDPUCCyAAQRVGDR9BACECIANBADYCHCADIAE2AhQgA0HQDzYCECADQSI2AgwM9AILIAMoAgQhACADQQA2AgQgAyAAIAEQMyIARQRAIAFBAWohAQwbCyADQRw2AhwgAyAANgIMIAMgAUEBajYCFEEAIQIM8wILIAMoAgQhACADQQA2AgQgAyAAIAEQMyIARQRAIAFBAWohAQzrAgsgA0EdNgIcIAMgADYCDCADIAFBAWo2AhRBACECDPICCyAAQTtHDQEgAUEBaiEBC0EmIQIM1wILQQAhAiADQQA2AhwgAyABNgIUIANBnxU2AhAgA0EMNgIMDO8CCyABIARHBEADQCABLQAAQSBHDYQCIAQgAUEBaiIBRw0AC0EsIQIM7wILQSwhAgzuAgsgASAERgRAQTQhAgzuAgsCQAJAA0ACQCABLQAAQQprDgQCAAADAAsgBCABQQFqIgFHDQALQTQhAgzvAgsgAygCBCEAIANBADYCBCADIAAgARAxIgBFDZ8CIANBMjYCHCADIAE2AhQgAyAANgIMQQAhAgzuAgsgAygCBCEAIANBADYCBCADIAAgARAxIgBFBEAgAUEBaiEBDJ8CCyADQTI2AhwgAyAANgIMIAMgAUEBajYCFEEAIQIM7QILIAEgBEcEQAJAA0AgAS0AAEEwayIAQf8BcUEKTwRAQTohAgzXAgsgAykDICILQpmz5syZs+bMGVYNASADIAtCCn4iCjcDICAKIACtQv8BgyILQn+FVg0BIAMgCiALfDcDICAEIAFBAWoiAUcNAAtBwAAhAgzuAgsgAygCBCEAIANBADYCBCADIAAgAUEBaiIBEDEiAA0XDOICC0HAACECDOwCCyABIARGBEBByQAhAgzsAgsCQANAAkAgAS0AAEEJaw4YAAKiAqICqQKiAqICogKiAqICogKiAqICogKiAqICogKiAqICogKiAqICogIAogILIAQgAUEBaiIBRw0AC0HJACECDOwCCyABQQFqIQEgA0Evai0AAEEBcQ2lAiADQQA2AhwgAyABNgIUIANBlxA2AhAgA0EKNgIMQQAhAgzrAgsgASAERwRAA0AgAS0AAEEgRw0VIAQgAUEBaiIBRw0AC0H4ACECDOsCC0H4ACECDOoCCyADQQI6ACgMOAtBACECIANBADYCHCADQb8LNgIQIANBAjYCDCADIAFBAWo2AhQM6AILQQAhAgzOAgtBDSECDM0CC0ETIQIMzAILQRUhAgzLAgtBFiECDMoCC0EYIQIMyQILQRkhAgzIAgtBGiECDMcCC0EbIQIMxgILQRwhAgzFAgtBHSECDMQCC0EeIQIMwwILQR8hAgzCAgtBICECDMECC0EiIQIMwAILQSMhAgy/AgtBJSECDL4CC0HlACECDL0CCyADQT02AhwgAyABNgIUIAMgADYCDEEAIQIM1QILIANBGzYCHCADIAE2AhQgA0GkHDYCECADQRU2AgxBACECDNQCCyADQSA2AhwgAyABNgIUIANBmBo2AhAgA0EVNgIMQQAhAgzTAgsgA0ETNgIcIAMgATYCFCADQZgaNgIQIANBFTYCDEEAIQIM0gILIANBCzYCHCADIAE2AhQgA0GYGjYCECADQRU2AgxBACECDNECCyADQRA2AhwgAyABNgIUIANBmBo2AhAgA0EVNgIMQQAhAgzQAgsgA0EgNgIcIAMgATYCFCADQaQcNgIQIANBFTYCDEEAIQIMzwILIANBCzYCHCADIAE2AhQgA0GkHDYCECADQRU2AgxBACECDM4CCyADQQw2AhwgAyABNgIUIANBpBw2AhAgA0EVNgIMQQAhAgzNAgtBACECIANBADYCHCADIAE2AhQgA0HdDjYCECADQRI2AgwMzAILAkADQAJAIAEtAABBCmsOBAACAgACCyAEIAFBAWoiAUcNAAtB/QEhAgzMAgsCQAJAIAMtADZBAUcNAEEAIQACQCADKAI4IgJFDQAgAigCYCICRQ0AIAMgAhEAACEACyAARQ0AIABBFUcNASADQfwBNgIcIAMgATYCFCADQdwZNgIQIANBFTYCDEEAIQIMzQILQdwBIQIMswILIANBADYCHCADIAE2AhQgA0H5CzYCECADQR82AgxBACECDMsCCwJAAkAgAy0AKEEBaw4CBAEAC0HbASECDLICC0HUASECDLECCyADQQI6ADFBACEAAkAgAygCOCICRQ0AIAIoAgAiAkUNACADIAIRAAAhAAsgAEUEQEHdASECDLECCyAAQRVHBEAgA0EANgIcIAMgATYCFCADQbQMNgIQIANBEDYCDEEAIQIMygILIANB+wE2AhwgAyABNgIUIANBgRo2AhAgA0EVNgIMQQAhAgzJAgsgASAERgRAQfoBIQIMyQILIAEtAABByABGDQEgA0EBOgAoC0HAASECDK4CC0HaASECDK0CCyABIARHBEAgA0EMNgIIIAMgATYCBEHZASECDK0CC0H5ASECDMUCCyABIARGBEBB+AEhAgzFAgsgAS0AAEHIAEcNBCABQQFqIQFB2AEhAgyrAgsgASAERgRAQfcBIQIMxAILAkACQCABLQAAQcUAaw4QAAUFBQUFBQUFBQUFBQUFAQULIAFBAWohAUHWASECDKsCCyABQQFqIQFB1wEhAgyqAgtB9gEhAiABIARGDcICIAMoAgAiACAEIAFraiEFIAEgAGtBAmohBgJAA0AgAS0AACAAQbrVAGotAABHDQMgAEECRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADMMCCyADKAIEIQAgA0IANwMAIAMgACAGQQFqIgEQLiIARQRAQeMBIQIMqgILIANB9QE2AhwgAyABNgIUIAMgADYCDEEAIQIMwgILQfQBIQIgASAERg3BAiADKAIAIgAgBCABa2ohBSABIABrQQFqIQYCQANAIAEtAAAgAEG41QBqLQAARw0CIABBAUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAzCAgsgA0GBBDsBKCADKAIEIQAgA0IANwMAIAMgACAGQQFqIgEQLiIADQMMAgsgA0EANgIAC0EAIQIgA0EANgIcIAMgATYCFCADQeUfNgIQIANBCDYCDAy/AgtB1QEhAgylAgsgA0HzATYCHCADIAE2AhQgAyAANgIMQQAhAgy9AgtBACEAAkAgAygCOCICRQ0AIAIoAkAiAkUNACADIAIRAAAhAAsgAEUNbiAAQRVHBEAgA0EANgIcIAMgATYCFCADQYIPNgIQIANBIDYCDEEAIQIMvQILIANBjwE2AhwgAyABNgIUIANB7Bs2AhAgA0EVNgIMQQAhAgy8AgsgASAERwRAIANBDTYCCCADIAE2AgRB0wEhAgyjAgtB8gEhAgy7AgsgASAERgRAQfEBIQIMuwILAkACQAJAIAEtAABByABrDgsAAQgICAgICAgIAggLIAFBAWohAUHQASECDKMCCyABQQFqIQFB0QEhAgyiAgsgAUEBaiEBQdIBIQIMoQILQfABIQIgASAERg25AiADKAIAIgAgBCABa2ohBiABIABrQQJqIQUDQCABLQAAIABBtdUAai0AAEcNBCAAQQJGDQMgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAY2AgAMuQILQe8BIQIgASAERg24AiADKAIAIgAgBCABa2ohBiABIABrQQFqIQUDQCABLQAAIABBs9UAai0AAEcNAyAAQQFGDQIgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAY2AgAMuAILQe4BIQIgASAERg23AiADKAIAIgAgBCABa2ohBiABIABrQQJqIQUDQCABLQAAIABBsNUAai0AAEcNAiAAQQJGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAY2AgAMtwILIAMoAgQhACADQgA3AwAgAyAAIAVBAWoiARArIgBFDQIgA0HsATYCHCADIAE2AhQgAyAANgIMQQAhAgy2AgsgA0EANgIACyADKAIEIQAgA0EANgIEIAMgACABECsiAEUNnAIgA0HtATYCHCADIAE2AhQgAyAANgIMQQAhAgy0AgtBzwEhAgyaAgtBACEAAkAgAygCOCICRQ0AIAIoAjQiAkUNACADIAIRAAAhAAsCQCAABEAgAEEVRg0BIANBADYCHCADIAE2AhQgA0HqDTYCECADQSY2AgxBACECDLQCC0HOASECDJoCCyADQesBNgIcIAMgATYCFCADQYAbNgIQIANBFTYCDEEAIQIMsgILIAEgBEYEQEHrASECDLICCyABLQAAQS9GBEAgAUEBaiEBDAELIANBADYCHCADIAE2AhQgA0GyODYCECADQQg2AgxBACECDLECC0HNASECDJcCCyABIARHBEAgA0EONgIIIAMgATYCBEHMASECDJcCC0HqASECDK8CCyABIARGBEBB6QEhAgyvAgsgAS0AAEEwayIAQf8BcUEKSQRAIAMgADoAKiABQQFqIQFBywEhAgyWAgsgAygCBCEAIANBADYCBCADIAAgARAvIgBFDZcCIANB6AE2AhwgAyABNgIUIAMgADYCDEEAIQIMrgILIAEgBEYEQEHnASECDK4CCwJAIAEtAABBLkYEQCABQQFqIQEMAQsgAygCBCEAIANBADYCBCADIAAgARAvIgBFDZgCIANB5gE2AhwgAyABNgIUIAMgADYCDEEAIQIMrgILQcoBIQIMlAILIAEgBEYEQEHlASECDK0CC0EAIQBBASEFQQEhB0EAIQICQAJAAkACQAJAAn8CQAJAAkACQAJAAkACQCABLQAAQTBrDgoKCQABAgMEBQYICwtBAgwGC0EDDAULQQQMBAtBBQwDC0EGDAILQQcMAQtBCAshAkEAIQVBACEHDAILQQkhAkEBIQBBACEFQQAhBwwBC0EAIQVBASECCyADIAI6ACsgAUEBaiEBAkACQCADLQAuQRBxDQACQAJAAkAgAy0AKg4DAQACBAsgB0UNAwwCCyAADQEMAgsgBUUNAQsgAygCBCEAIANBADYCBCADIAAgARAvIgBFDQIgA0HiATYCHCADIAE2AhQgAyAANgIMQQAhAgyvAgsgAygCBCEAIANBADYCBCADIAAgARAvIgBFDZoCIANB4wE2AhwgAyABNgIUIAMgADYCDEEAIQIMrgILIAMoAgQhACADQQA2AgQgAyAAIAEQLyIARQ2YAiADQeQBNgIcIAMgATYCFCADIAA2AgwMrQILQckBIQIMkwILQQAhAAJAIAMoAjgiAkUNACACKAJEIgJFDQAgAyACEQAAIQALAkAgAARAIABBFUYNASADQQA2AhwgAyABNgIUIANBpA02AhAgA0EhNgIMQQAhAgytAgtByAEhAgyTAgsgA0HhATYCHCADIAE2AhQgA0HQGjYCECADQRU2AgxBACECDKsCCyABIARGBEBB4QEhAgyrAgsCQCABLQAAQSBGBEAgA0EAOwE0IAFBAWohAQwBCyADQQA2AhwgAyABNgIUIANBmRE2AhAgA0EJNgIMQQAhAgyrAgtBxwEhAgyRAgsgASAERgRAQeABIQIMqgILAkAgAS0AAEEwa0H/AXEiAkEKSQRAIAFBAWohAQJAIAMvATQiAEGZM0sNACADIABBCmwiADsBNCAAQf7/A3EgAkH//wNzSw0AIAMgACACajsBNAwCC0EAIQIgA0EANgIcIAMgATYCFCADQZUeNgIQIANBDTYCDAyrAgsgA0EANgIcIAMgATYCFCADQZUeNgIQIANBDTYCDEEAIQIMqgILQcYBIQIMkAILIAEgBEYEQEHfASECDKkCCwJAIAEtAABBMGtB/wFxIgJBCkkEQCABQQFqIQECQCADLwE0IgBBmTNLDQAgAyAAQQpsIgA7ATQgAEH+/wNxIAJB//8Dc0sNACADIAAgAmo7ATQMAgtBACECIANBADYCHCADIAE2AhQgA0GVHjYCECADQQ02AgwMqgILIANBADYCHCADIAE2AhQgA0GVHjYCECADQQ02AgxBACECDKkCC0HFASECDI8CCyABIARGBEBB3gEhAgyoAgsCQCABLQAAQTBrQf8BcSICQQpJBEAgAUEBaiEBAkAgAy8BNCIAQZkzSw0AIAMgAEEKbCIAOwE0IABB/v8DcSACQf//A3NLDQAgAyAAIAJqOwE0DAILQQAhAiADQQA2AhwgAyABNgIUIANBlR42AhAgA0ENNgIMDKkCCyADQQA2AhwgAyABNgIUIANBlR42AhAgA0ENNgIMQQAhAgyoAgtBxAEhAgyOAgsgASAERgRAQd0BIQIMpwILAkACQAJAAkAgAS0AAEEKaw4XAgMDAAMDAwMDAwMDAwMDAwMDAwMDAwEDCyABQQFqDAULIAFBAWohAUHDASECDI8CCyABQQFqIQEgA0Evai0AAEEBcQ0IIANBADYCHCADIAE2AhQgA0GNCzYCECADQQ02AgxBACECDKcCCyADQQA2AhwgAyABNgIUIANBjQs2AhAgA0ENNgIMQQAhAgymAgsgASAERwRAIANBDzYCCCADIAE2AgRBASECDI0CC0HcASECDKUCCwJAAkADQAJAIAEtAABBCmsOBAIAAAMACyAEIAFBAWoiAUcNAAtB2wEhAgymAgsgAygCBCEAIANBADYCBCADIAAgARAtIgBFBEAgAUEBaiEBDAQLIANB2gE2AhwgAyAANgIMIAMgAUEBajYCFEEAIQIMpQILIAMoAgQhACADQQA2AgQgAyAAIAEQLSIADQEgAUEBagshAUHBASECDIoCCyADQdkBNgIcIAMgADYCDCADIAFBAWo2AhRBACECDKICC0HCASECDIgCCyADQS9qLQAAQQFxDQEgA0EANgIcIAMgATYCFCADQeQcNgIQIANBGTYCDEEAIQIMoAILIAEgBEYEQEHZASECDKACCwJAAkACQCABLQAAQQprDgQBAgIAAgsgAUEBaiEBDAILIAFBAWohAQwBCyADLQAuQcAAcUUNAQtBACEAAkAgAygCOCICRQ0AIAIoAjwiAkUNACADIAIRAAAhAAsgAEUNoAEgAEEVRgRAIANB2QA2AhwgAyABNgIUIANBtxo2AhAgA0EVNgIMQQAhAgyfAgsgA0EANgIcIAMgATYCFCADQYANNgIQIANBGzYCDEEAIQIMngILIANBADYCHCADIAE2AhQgA0HcKDYCECADQQI2AgxBACECDJ0CCyABIARHBEAgA0EMNgIIIAMgATYCBEG/ASECDIQCC0HYASECDJwCCyABIARGBEBB1wEhAgycAgsCQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAIAEtAABBwQBrDhUAAQIDWgQFBlpaWgcICQoLDA0ODxBaCyABQQFqIQFB+wAhAgySAgsgAUEBaiEBQfwAIQIMkQILIAFBAWohAUGBASECDJACCyABQQFqIQFBhQEhAgyPAgsgAUEBaiEBQYYBIQIMjgILIAFBAWohAUGJASECDI0CCyABQQFqIQFBigEhAgyMAgsgAUEBaiEBQY0BIQIMiwILIAFBAWohAUGWASECDIoCCyABQQFqIQFBlwEhAgyJAgsgAUEBaiEBQZgBIQIMiAILIAFBAWohAUGlASECDIcCCyABQQFqIQFBpgEhAgyGAgsgAUEBaiEBQawBIQIMhQILIAFBAWohAUG0ASECDIQCCyABQQFqIQFBtwEhAgyDAgsgAUEBaiEBQb4BIQIMggILIAEgBEYEQEHWASECDJsCCyABLQAAQc4ARw1IIAFBAWohAUG9ASECDIECCyABIARGBEBB1QEhAgyaAgsCQAJAAkAgAS0AAEHCAGsOEgBKSkpKSkpKSkoBSkpKSkpKAkoLIAFBAWohAUG4ASECDIICCyABQQFqIQFBuwEhAgyBAgsgAUEBaiEBQbwBIQIMgAILQdQBIQIgASAERg2YAiADKAIAIgAgBCABa2ohBSABIABrQQdqIQYCQANAIAEtAAAgAEGo1QBqLQAARw1FIABBB0YNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyZAgsgA0EANgIAIAZBAWohAUEbDEULIAEgBEYEQEHTASECDJgCCwJAAkAgAS0AAEHJAGsOBwBHR0dHRwFHCyABQQFqIQFBuQEhAgz/AQsgAUEBaiEBQboBIQIM/gELQdIBIQIgASAERg2WAiADKAIAIgAgBCABa2ohBSABIABrQQFqIQYCQANAIAEtAAAgAEGm1QBqLQAARw1DIABBAUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyXAgsgA0EANgIAIAZBAWohAUEPDEMLQdEBIQIgASAERg2VAiADKAIAIgAgBCABa2ohBSABIABrQQFqIQYCQANAIAEtAAAgAEGk1QBqLQAARw1CIABBAUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyWAgsgA0EANgIAIAZBAWohAUEgDEILQdABIQIgASAERg2UAiADKAIAIgAgBCABa2ohBSABIABrQQJqIQYCQANAIAEtAAAgAEGh1QBqLQAARw1BIABBAkYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyVAgsgA0EANgIAIAZBAWohAUESDEELIAEgBEYEQEHPASECDJQCCwJAAkAgAS0AAEHFAGsODgBDQ0NDQ0NDQ0NDQ0MBQwsgAUEBaiEBQbUBIQIM+wELIAFBAWohAUG2ASECDPoBC0HOASECIAEgBEYNkgIgAygCACIAIAQgAWtqIQUgASAAa0ECaiEGAkADQCABLQAAIABBntUAai0AAEcNPyAAQQJGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMkwILIANBADYCACAGQQFqIQFBBww/C0HNASECIAEgBEYNkQIgAygCACIAIAQgAWtqIQUgASAAa0EFaiEGAkADQCABLQAAIABBmNUAai0AAEcNPiAAQQVGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMkgILIANBADYCACAGQQFqIQFBKAw+CyABIARGBEBBzAEhAgyRAgsCQAJAAkAgAS0AAEHFAGsOEQBBQUFBQUFBQUEBQUFBQUECQQsgAUEBaiEBQbEBIQIM+QELIAFBAWohAUGyASECDPgBCyABQQFqIQFBswEhAgz3AQtBywEhAiABIARGDY8CIAMoAgAiACAEIAFraiEFIAEgAGtBBmohBgJAA0AgAS0AACAAQZHVAGotAABHDTwgAEEGRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADJACCyADQQA2AgAgBkEBaiEBQRoMPAtBygEhAiABIARGDY4CIAMoAgAiACAEIAFraiEFIAEgAGtBA2ohBgJAA0AgAS0AACAAQY3VAGotAABHDTsgAEEDRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADI8CCyADQQA2AgAgBkEBaiEBQSEMOwsgASAERgRAQckBIQIMjgILAkACQCABLQAAQcEAaw4UAD09PT09PT09PT09PT09PT09PQE9CyABQQFqIQFBrQEhAgz1AQsgAUEBaiEBQbABIQIM9AELIAEgBEYEQEHIASECDI0CCwJAAkAgAS0AAEHVAGsOCwA8PDw8PDw8PDwBPAsgAUEBaiEBQa4BIQIM9AELIAFBAWohAUGvASECDPMBC0HHASECIAEgBEYNiwIgAygCACIAIAQgAWtqIQUgASAAa0EIaiEGAkADQCABLQAAIABBhNUAai0AAEcNOCAAQQhGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMjAILIANBADYCACAGQQFqIQFBKgw4CyABIARGBEBBxgEhAgyLAgsgAS0AAEHQAEcNOCABQQFqIQFBJQw3C0HFASECIAEgBEYNiQIgAygCACIAIAQgAWtqIQUgASAAa0ECaiEGAkADQCABLQAAIABBgdUAai0AAEcNNiAAQQJGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMigILIANBADYCACAGQQFqIQFBDgw2CyABIARGBEBBxAEhAgyJAgsgAS0AAEHFAEcNNiABQQFqIQFBqwEhAgzvAQsgASAERgRAQcMBIQIMiAILAkACQAJAAkAgAS0AAEHCAGsODwABAjk5OTk5OTk5OTk5AzkLIAFBAWohAUGnASECDPEBCyABQQFqIQFBqAEhAgzwAQsgAUEBaiEBQakBIQIM7wELIAFBAWohAUGqASECDO4BC0HCASECIAEgBEYNhgIgAygCACIAIAQgAWtqIQUgASAAa0ECaiEGAkADQCABLQAAIABB/tQAai0AAEcNMyAAQQJGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMhwILIANBADYCACAGQQFqIQFBFAwzC0HBASECIAEgBEYNhQIgAygCACIAIAQgAWtqIQUgASAAa0EEaiEGAkADQCABLQAAIABB+dQAai0AAEcNMiAAQQRGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMhgILIANBADYCACAGQQFqIQFBKwwyC0HAASECIAEgBEYNhAIgAygCACIAIAQgAWtqIQUgASAAa0ECaiEGAkADQCABLQAAIABB9tQAai0AAEcNMSAAQQJGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMhQILIANBADYCACAGQQFqIQFBLAwxC0G/ASECIAEgBEYNgwIgAygCACIAIAQgAWtqIQUgASAAa0ECaiEGAkADQCABLQAAIABBodUAai0AAEcNMCAAQQJGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMhAILIANBADYCACAGQQFqIQFBEQwwC0G+ASECIAEgBEYNggIgAygCACIAIAQgAWtqIQUgASAAa0EDaiEGAkADQCABLQAAIABB8tQAai0AAEcNLyAAQQNGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMgwILIANBADYCACAGQQFqIQFBLgwvCyABIARGBEBBvQEhAgyCAgsCQAJAAkACQAJAIAEtAABBwQBrDhUANDQ0NDQ0NDQ0NAE0NAI0NAM0NAQ0CyABQQFqIQFBmwEhAgzsAQsgAUEBaiEBQZwBIQIM6wELIAFBAWohAUGdASECDOoBCyABQQFqIQFBogEhAgzpAQsgAUEBaiEBQaQBIQIM6AELIAEgBEYEQEG8ASECDIECCwJAAkAgAS0AAEHSAGsOAwAwATALIAFBAWohAUGjASECDOgBCyABQQFqIQFBBAwtC0G7ASECIAEgBEYN/wEgAygCACIAIAQgAWtqIQUgASAAa0EBaiEGAkADQCABLQAAIABB8NQAai0AAEcNLCAAQQFGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMgAILIANBADYCACAGQQFqIQFBHQwsCyABIARGBEBBugEhAgz/AQsCQAJAIAEtAABByQBrDgcBLi4uLi4ALgsgAUEBaiEBQaEBIQIM5gELIAFBAWohAUEiDCsLIAEgBEYEQEG5ASECDP4BCyABLQAAQdAARw0rIAFBAWohAUGgASECDOQBCyABIARGBEBBuAEhAgz9AQsCQAJAIAEtAABBxgBrDgsALCwsLCwsLCwsASwLIAFBAWohAUGeASECDOQBCyABQQFqIQFBnwEhAgzjAQtBtwEhAiABIARGDfsBIAMoAgAiACAEIAFraiEFIAEgAGtBA2ohBgJAA0AgAS0AACAAQezUAGotAABHDSggAEEDRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADPwBCyADQQA2AgAgBkEBaiEBQQ0MKAtBtgEhAiABIARGDfoBIAMoAgAiACAEIAFraiEFIAEgAGtBAmohBgJAA0AgAS0AACAAQaHVAGotAABHDScgAEECRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADPsBCyADQQA2AgAgBkEBaiEBQQwMJwtBtQEhAiABIARGDfkBIAMoAgAiACAEIAFraiEFIAEgAGtBAWohBgJAA0AgAS0AACAAQerUAGotAABHDSYgAEEBRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADPoBCyADQQA2AgAgBkEBaiEBQQMMJgtBtAEhAiABIARGDfgBIAMoAgAiACAEIAFraiEFIAEgAGtBAWohBgJAA0AgAS0AACAAQejUAGotAABHDSUgAEEBRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADPkBCyADQQA2AgAgBkEBaiEBQSYMJQsgASAERgRAQbMBIQIM+AELAkACQCABLQAAQdQAaw4CAAEnCyABQQFqIQFBmQEhAgzfAQsgAUEBaiEBQZoBIQIM3gELQbIBIQIgASAERg32ASADKAIAIgAgBCABa2ohBSABIABrQQFqIQYCQANAIAEtAAAgAEHm1ABqLQAARw0jIABBAUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAz3AQsgA0EANgIAIAZBAWohAUEnDCMLQbEBIQIgASAERg31ASADKAIAIgAgBCABa2ohBSABIABrQQFqIQYCQANAIAEtAAAgAEHk1ABqLQAARw0iIABBAUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAz2AQsgA0EANgIAIAZBAWohAUEcDCILQbABIQIgASAERg30ASADKAIAIgAgBCABa2ohBSABIABrQQVqIQYCQANAIAEtAAAgAEHe1ABqLQAARw0hIABBBUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAz1AQsgA0EANgIAIAZBAWohAUEGDCELQa8BIQIgASAERg3zASADKAIAIgAgBCABa2ohBSABIABrQQRqIQYCQANAIAEtAAAgAEHZ1ABqLQAARw0gIABBBEYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAz0AQsgA0EANgIAIAZBAWohAUEZDCALIAEgBEYEQEGuASECDPMBCwJAAkACQAJAIAEtAABBLWsOIwAkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJAEkJCQkJAIkJCQDJAsgAUEBaiEBQY4BIQIM3AELIAFBAWohAUGPASECDNsBCyABQQFqIQFBlAEhAgzaAQsgAUEBaiEBQZUBIQIM2QELQa0BIQIgASAERg3xASADKAIAIgAgBCABa2ohBSABIABrQQFqIQYCQANAIAEtAAAgAEHX1ABqLQAARw0eIABBAUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAzyAQsgA0EANgIAIAZBAWohAUELDB4LIAEgBEYEQEGsASECDPEBCwJAAkAgAS0AAEHBAGsOAwAgASALIAFBAWohAUGQASECDNgBCyABQQFqIQFBkwEhAgzXAQsgASAERgRAQasBIQIM8AELAkACQCABLQAAQcEAaw4PAB8fHx8fHx8fHx8fHx8BHwsgAUEBaiEBQZEBIQIM1wELIAFBAWohAUGSASECDNYBCyABIARGBEBBqgEhAgzvAQsgAS0AAEHMAEcNHCABQQFqIQFBCgwbC0GpASECIAEgBEYN7QEgAygCACIAIAQgAWtqIQUgASAAa0EFaiEGAkADQCABLQAAIABB0dQAai0AAEcNGiAAQQVGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM7gELIANBADYCACAGQQFqIQFBHgwaC0GoASECIAEgBEYN7AEgAygCACIAIAQgAWtqIQUgASAAa0EGaiEGAkADQCABLQAAIABBytQAai0AAEcNGSAAQQZGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM7QELIANBADYCACAGQQFqIQFBFQwZC0GnASECIAEgBEYN6wEgAygCACIAIAQgAWtqIQUgASAAa0ECaiEGAkADQCABLQAAIABBx9QAai0AAEcNGCAAQQJGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM7AELIANBADYCACAGQQFqIQFBFwwYC0GmASECIAEgBEYN6gEgAygCACIAIAQgAWtqIQUgASAAa0EFaiEGAkADQCABLQAAIABBwdQAai0AAEcNFyAAQQVGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM6wELIANBADYCACAGQQFqIQFBGAwXCyABIARGBEBBpQEhAgzqAQsCQAJAIAEtAABByQBrDgcAGRkZGRkBGQsgAUEBaiEBQYsBIQIM0QELIAFBAWohAUGMASECDNABC0GkASECIAEgBEYN6AEgAygCACIAIAQgAWtqIQUgASAAa0EBaiEGAkADQCABLQAAIABBptUAai0AAEcNFSAAQQFGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM6QELIANBADYCACAGQQFqIQFBCQwVC0GjASECIAEgBEYN5wEgAygCACIAIAQgAWtqIQUgASAAa0EBaiEGAkADQCABLQAAIABBpNUAai0AAEcNFCAAQQFGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM6AELIANBADYCACAGQQFqIQFBHwwUC0GiASECIAEgBEYN5gEgAygCACIAIAQgAWtqIQUgASAAa0ECaiEGAkADQCABLQAAIABBvtQAai0AAEcNEyAAQQJGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM5wELIANBADYCACAGQQFqIQFBAgwTC0GhASECIAEgBEYN5QEgAygCACIAIAQgAWtqIQUgASAAa0EBaiEGA0AgAS0AACAAQbzUAGotAABHDREgAEEBRg0CIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADOUBCyABIARGBEBBoAEhAgzlAQtBASABLQAAQd8ARw0RGiABQQFqIQFBhwEhAgzLAQsgA0EANgIAIAZBAWohAUGIASECDMoBC0GfASECIAEgBEYN4gEgAygCACIAIAQgAWtqIQUgASAAa0EIaiEGAkADQCABLQAAIABBhNUAai0AAEcNDyAAQQhGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM4wELIANBADYCACAGQQFqIQFBKQwPC0GeASECIAEgBEYN4QEgAygCACIAIAQgAWtqIQUgASAAa0EDaiEGAkADQCABLQAAIABBuNQAai0AAEcNDiAAQQNGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM4gELIANBADYCACAGQQFqIQFBLQwOCyABIARGBEBBnQEhAgzhAQsgAS0AAEHFAEcNDiABQQFqIQFBhAEhAgzHAQsgASAERgRAQZwBIQIM4AELAkACQCABLQAAQcwAaw4IAA8PDw8PDwEPCyABQQFqIQFBggEhAgzHAQsgAUEBaiEBQYMBIQIMxgELQZsBIQIgASAERg3eASADKAIAIgAgBCABa2ohBSABIABrQQRqIQYCQANAIAEtAAAgAEGz1ABqLQAARw0LIABBBEYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAzfAQsgA0EANgIAIAZBAWohAUEjDAsLQZoBIQIgASAERg3dASADKAIAIgAgBCABa2ohBSABIABrQQJqIQYCQANAIAEtAAAgAEGw1ABqLQAARw0KIABBAkYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAzeAQsgA0EANgIAIAZBAWohAUEADAoLIAEgBEYEQEGZASECDN0BCwJAAkAgAS0AAEHIAGsOCAAMDAwMDAwBDAsgAUEBaiEBQf0AIQIMxAELIAFBAWohAUGAASECDMMBCyABIARGBEBBmAEhAgzcAQsCQAJAIAEtAABBzgBrDgMACwELCyABQQFqIQFB/gAhAgzDAQsgAUEBaiEBQf8AIQIMwgELIAEgBEYEQEGXASECDNsBCyABLQAAQdkARw0IIAFBAWohAUEIDAcLQZYBIQIgASAERg3ZASADKAIAIgAgBCABa2ohBSABIABrQQNqIQYCQANAIAEtAAAgAEGs1ABqLQAARw0GIABBA0YNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAzaAQsgA0EANgIAIAZBAWohAUEFDAYLQZUBIQIgASAERg3YASADKAIAIgAgBCABa2ohBSABIABrQQVqIQYCQANAIAEtAAAgAEGm1ABqLQAARw0FIABBBUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAzZAQsgA0EANgIAIAZBAWohAUEWDAULQZQBIQIgASAERg3XASADKAIAIgAgBCABa2ohBSABIABrQQJqIQYCQANAIAEtAAAgAEGh1QBqLQAARw0EIABBAkYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAzYAQsgA0EANgIAIAZBAWohAUEQDAQLIAEgBEYEQEGTASECDNcBCwJAAkAgAS0AAEHDAGsODAAGBgYGBgYGBgYGAQYLIAFBAWohAUH5ACECDL4BCyABQQFqIQFB+gAhAgy9AQtBkgEhAiABIARGDdUBIAMoAgAiACAEIAFraiEFIAEgAGtBBWohBgJAA0AgAS0AACAAQaDUAGotAABHDQIgAEEFRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADNYBCyADQQA2AgAgBkEBaiEBQSQMAgsgA0EANgIADAILIAEgBEYEQEGRASECDNQBCyABLQAAQcwARw0BIAFBAWohAUETCzoAKSADKAIEIQAgA0EANgIEIAMgACABEC4iAA0CDAELQQAhAiADQQA2AhwgAyABNgIUIANB/h82AhAgA0EGNgIMDNEBC0H4ACECDLcBCyADQZABNgIcIAMgATYCFCADIAA2AgxBACECDM8BC0EAIQACQCADKAI4IgJFDQAgAigCQCICRQ0AIAMgAhEAACEACyAARQ0AIABBFUYNASADQQA2AhwgAyABNgIUIANBgg82AhAgA0EgNgIMQQAhAgzOAQtB9wAhAgy0AQsgA0GPATYCHCADIAE2AhQgA0HsGzYCECADQRU2AgxBACECDMwBCyABIARGBEBBjwEhAgzMAQsCQCABLQAAQSBGBEAgAUEBaiEBDAELIANBADYCHCADIAE2AhQgA0GbHzYCECADQQY2AgxBACECDMwBC0ECIQIMsgELA0AgAS0AAEEgRw0CIAQgAUEBaiIBRw0AC0GOASECDMoBCyABIARGBEBBjQEhAgzKAQsCQCABLQAAQQlrDgRKAABKAAtB9QAhAgywAQsgAy0AKUEFRgRAQfYAIQIMsAELQfQAIQIMrwELIAEgBEYEQEGMASECDMgBCyADQRA2AgggAyABNgIEDAoLIAEgBEYEQEGLASECDMcBCwJAIAEtAABBCWsOBEcAAEcAC0HzACECDK0BCyABIARHBEAgA0EQNgIIIAMgATYCBEHxACECDK0BC0GKASECDMUBCwJAIAEgBEcEQANAIAEtAABBoNAAai0AACIAQQNHBEACQCAAQQFrDgJJAAQLQfAAIQIMrwELIAQgAUEBaiIBRw0AC0GIASECDMYBC0GIASECDMUBCyADQQA2AhwgAyABNgIUIANB2yA2AhAgA0EHNgIMQQAhAgzEAQsgASAERgRAQYkBIQIMxAELAkACQAJAIAEtAABBoNIAai0AAEEBaw4DRgIAAQtB8gAhAgysAQsgA0EANgIcIAMgATYCFCADQbQSNgIQIANBBzYCDEEAIQIMxAELQeoAIQIMqgELIAEgBEcEQCABQQFqIQFB7wAhAgyqAQtBhwEhAgzCAQsgBCABIgBGBEBBhgEhAgzCAQsgAC0AACIBQS9GBEAgAEEBaiEBQe4AIQIMqQELIAFBCWsiAkEXSw0BIAAhAUEBIAJ0QZuAgARxDUEMAQsgBCABIgBGBEBBhQEhAgzBAQsgAC0AAEEvRw0AIABBAWohAQwDC0EAIQIgA0EANgIcIAMgADYCFCADQdsgNgIQIANBBzYCDAy/AQsCQAJAAkACQAJAA0AgAS0AAEGgzgBqLQAAIgBBBUcEQAJAAkAgAEEBaw4IRwUGBwgABAEIC0HrACECDK0BCyABQQFqIQFB7QAhAgysAQsgBCABQQFqIgFHDQALQYQBIQIMwwELIAFBAWoMFAsgAygCBCEAIANBADYCBCADIAAgARAsIgBFDR4gA0HbADYCHCADIAE2AhQgAyAANgIMQQAhAgzBAQsgAygCBCEAIANBADYCBCADIAAgARAsIgBFDR4gA0HdADYCHCADIAE2AhQgAyAANgIMQQAhAgzAAQsgAygCBCEAIANBADYCBCADIAAgARAsIgBFDR4gA0H6ADYCHCADIAE2AhQgAyAANgIMQQAhAgy/AQsgA0EANgIcIAMgATYCFCADQfkPNgIQIANBBzYCDEEAIQIMvgELIAEgBEYEQEGDASECDL4BCwJAIAEtAABBoM4Aai0AAEEBaw4IPgQFBgAIAgMHCyABQQFqIQELQQMhAgyjAQsgAUEBagwNC0EAIQIgA0EANgIcIANB0RI2AhAgA0EHNgIMIAMgAUEBajYCFAy6AQsgAygCBCEAIANBADYCBCADIAAgARAsIgBFDRYgA0HbADYCHCADIAE2AhQgAyAANgIMQQAhAgy5AQsgAygCBCEAIANBADYCBCADIAAgARAsIgBFDRYgA0HdADYCHCADIAE2AhQgAyAANgIMQQAhAgy4AQsgAygCBCEAIANBADYCBCADIAAgARAsIgBFDRYgA0H6ADYCHCADIAE2AhQgAyAANgIMQQAhAgy3AQsgA0EANgIcIAMgATYCFCADQfkPNgIQIANBBzYCDEEAIQIMtgELQewAIQIMnAELIAEgBEYEQEGCASECDLUBCyABQQFqDAILIAEgBEYEQEGBASECDLQBCyABQQFqDAELIAEgBEYNASABQQFqCyEBQQQhAgyYAQtBgAEhAgywAQsDQCABLQAAQaDMAGotAAAiAEECRwRAIABBAUcEQEHpACECDJkBCwwxCyAEIAFBAWoiAUcNAAtB/wAhAgyvAQsgASAERgRAQf4AIQIMrwELAkAgAS0AAEEJaw43LwMGLwQGBgYGBgYGBgYGBgYGBgYGBgYFBgYCBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGAAYLIAFBAWoLIQFBBSECDJQBCyABQQFqDAYLIAMoAgQhACADQQA2AgQgAyAAIAEQLCIARQ0IIANB2wA2AhwgAyABNgIUIAMgADYCDEEAIQIMqwELIAMoAgQhACADQQA2AgQgAyAAIAEQLCIARQ0IIANB3QA2AhwgAyABNgIUIAMgADYCDEEAIQIMqgELIAMoAgQhACADQQA2AgQgAyAAIAEQLCIARQ0IIANB+gA2AhwgAyABNgIUIAMgADYCDEEAIQIMqQELIANBADYCHCADIAE2AhQgA0GNFDYCECADQQc2AgxBACECDKgBCwJAAkACQAJAA0AgAS0AAEGgygBqLQAAIgBBBUcEQAJAIABBAWsOBi4DBAUGAAYLQegAIQIMlAELIAQgAUEBaiIBRw0AC0H9ACECDKsBCyADKAIEIQAgA0EANgIEIAMgACABECwiAEUNByADQdsANgIcIAMgATYCFCADIAA2AgxBACECDKoBCyADKAIEIQAgA0EANgIEIAMgACABECwiAEUNByADQd0ANgIcIAMgATYCFCADIAA2AgxBACECDKkBCyADKAIEIQAgA0EANgIEIAMgACABECwiAEUNByADQfoANgIcIAMgATYCFCADIAA2AgxBACECDKgBCyADQQA2AhwgAyABNgIUIANB5Ag2AhAgA0EHNgIMQQAhAgynAQsgASAERg0BIAFBAWoLIQFBBiECDIwBC0H8ACECDKQBCwJAAkACQAJAA0AgAS0AAEGgyABqLQAAIgBBBUcEQCAAQQFrDgQpAgMEBQsgBCABQQFqIgFHDQALQfsAIQIMpwELIAMoAgQhACADQQA2AgQgAyAAIAEQLCIARQ0DIANB2wA2AhwgAyABNgIUIAMgADYCDEEAIQIMpgELIAMoAgQhACADQQA2AgQgAyAAIAEQLCIARQ0DIANB3QA2AhwgAyABNgIUIAMgADYCDEEAIQIMpQELIAMoAgQhACADQQA2AgQgAyAAIAEQLCIARQ0DIANB+gA2AhwgAyABNgIUIAMgADYCDEEAIQIMpAELIANBADYCHCADIAE2AhQgA0G8CjYCECADQQc2AgxBACECDKMBC0HPACECDIkBC0HRACECDIgBC0HnACECDIcBCyABIARGBEBB+gAhAgygAQsCQCABLQAAQQlrDgQgAAAgAAsgAUEBaiEBQeYAIQIMhgELIAEgBEYEQEH5ACECDJ8BCwJAIAEtAABBCWsOBB8AAB8AC0EAIQACQCADKAI4IgJFDQAgAigCOCICRQ0AIAMgAhEAACEACyAARQRAQeIBIQIMhgELIABBFUcEQCADQQA2AhwgAyABNgIUIANByQ02AhAgA0EaNgIMQQAhAgyfAQsgA0H4ADYCHCADIAE2AhQgA0HqGjYCECADQRU2AgxBACECDJ4BCyABIARHBEAgA0ENNgIIIAMgATYCBEHkACECDIUBC0H3ACECDJ0BCyABIARGBEBB9gAhAgydAQsCQAJAAkAgAS0AAEHIAGsOCwABCwsLCwsLCwsCCwsgAUEBaiEBQd0AIQIMhQELIAFBAWohAUHgACECDIQBCyABQQFqIQFB4wAhAgyDAQtB9QAhAiABIARGDZsBIAMoAgAiACAEIAFraiEFIAEgAGtBAmohBgJAA0AgAS0AACAAQbXVAGotAABHDQggAEECRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADJwBCyADKAIEIQAgA0IANwMAIAMgACAGQQFqIgEQKyIABEAgA0H0ADYCHCADIAE2AhQgAyAANgIMQQAhAgycAQtB4gAhAgyCAQtBACEAAkAgAygCOCICRQ0AIAIoAjQiAkUNACADIAIRAAAhAAsCQCAABEAgAEEVRg0BIANBADYCHCADIAE2AhQgA0HqDTYCECADQSY2AgxBACECDJwBC0HhACECDIIBCyADQfMANgIcIAMgATYCFCADQYAbNgIQIANBFTYCDEEAIQIMmgELIAMtACkiAEEja0ELSQ0JAkAgAEEGSw0AQQEgAHRBygBxRQ0ADAoLQQAhAiADQQA2AhwgAyABNgIUIANB7Qk2AhAgA0EINgIMDJkBC0HyACECIAEgBEYNmAEgAygCACIAIAQgAWtqIQUgASAAa0EBaiEGAkADQCABLQAAIABBs9UAai0AAEcNBSAAQQFGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMmQELIAMoAgQhACADQgA3AwAgAyAAIAZBAWoiARArIgAEQCADQfEANgIcIAMgATYCFCADIAA2AgxBACECDJkBC0HfACECDH8LQQAhAAJAIAMoAjgiAkUNACACKAI0IgJFDQAgAyACEQAAIQALAkAgAARAIABBFUYNASADQQA2AhwgAyABNgIUIANB6g02AhAgA0EmNgIMQQAhAgyZAQtB3gAhAgx/CyADQfAANgIcIAMgATYCFCADQYAbNgIQIANBFTYCDEEAIQIMlwELIAMtAClBIUYNBiADQQA2AhwgAyABNgIUIANBkQo2AhAgA0EINgIMQQAhAgyWAQtB7wAhAiABIARGDZUBIAMoAgAiACAEIAFraiEFIAEgAGtBAmohBgJAA0AgAS0AACAAQbDVAGotAABHDQIgAEECRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADJYBCyADKAIEIQAgA0IANwMAIAMgACAGQQFqIgEQKyIARQ0CIANB7QA2AhwgAyABNgIUIAMgADYCDEEAIQIMlQELIANBADYCAAsgAygCBCEAIANBADYCBCADIAAgARArIgBFDYABIANB7gA2AhwgAyABNgIUIAMgADYCDEEAIQIMkwELQdwAIQIMeQtBACEAAkAgAygCOCICRQ0AIAIoAjQiAkUNACADIAIRAAAhAAsCQCAABEAgAEEVRg0BIANBADYCHCADIAE2AhQgA0HqDTYCECADQSY2AgxBACECDJMBC0HbACECDHkLIANB7AA2AhwgAyABNgIUIANBgBs2AhAgA0EVNgIMQQAhAgyRAQsgAy0AKSIAQSNJDQAgAEEuRg0AIANBADYCHCADIAE2AhQgA0HJCTYCECADQQg2AgxBACECDJABC0HaACECDHYLIAEgBEYEQEHrACECDI8BCwJAIAEtAABBL0YEQCABQQFqIQEMAQsgA0EANgIcIAMgATYCFCADQbI4NgIQIANBCDYCDEEAIQIMjwELQdkAIQIMdQsgASAERwRAIANBDjYCCCADIAE2AgRB2AAhAgx1C0HqACECDI0BCyABIARGBEBB6QAhAgyNAQsgAS0AAEEwayIAQf8BcUEKSQRAIAMgADoAKiABQQFqIQFB1wAhAgx0CyADKAIEIQAgA0EANgIEIAMgACABEC8iAEUNeiADQegANgIcIAMgATYCFCADIAA2AgxBACECDIwBCyABIARGBEBB5wAhAgyMAQsCQCABLQAAQS5GBEAgAUEBaiEBDAELIAMoAgQhACADQQA2AgQgAyAAIAEQLyIARQ17IANB5gA2AhwgAyABNgIUIAMgADYCDEEAIQIMjAELQdYAIQIMcgsgASAERgRAQeUAIQIMiwELQQAhAEEBIQVBASEHQQAhAgJAAkACQAJAAkACfwJAAkACQAJAAkACQAJAIAEtAABBMGsOCgoJAAECAwQFBggLC0ECDAYLQQMMBQtBBAwEC0EFDAMLQQYMAgtBBwwBC0EICyECQQAhBUEAIQcMAgtBCSECQQEhAEEAIQVBACEHDAELQQAhBUEBIQILIAMgAjoAKyABQQFqIQECQAJAIAMtAC5BEHENAAJAAkACQCADLQAqDgMBAAIECyAHRQ0DDAILIAANAQwCCyAFRQ0BCyADKAIEIQAgA0EANgIEIAMgACABEC8iAEUNAiADQeIANgIcIAMgATYCFCADIAA2AgxBACECDI0BCyADKAIEIQAgA0EANgIEIAMgACABEC8iAEUNfSADQeMANgIcIAMgATYCFCADIAA2AgxBACECDIwBCyADKAIEIQAgA0EANgIEIAMgACABEC8iAEUNeyADQeQANgIcIAMgATYCFCADIAA2AgwMiwELQdQAIQIMcQsgAy0AKUEiRg2GAUHTACECDHALQQAhAAJAIAMoAjgiAkUNACACKAJEIgJFDQAgAyACEQAAIQALIABFBEBB1QAhAgxwCyAAQRVHBEAgA0EANgIcIAMgATYCFCADQaQNNgIQIANBITYCDEEAIQIMiQELIANB4QA2AhwgAyABNgIUIANB0Bo2AhAgA0EVNgIMQQAhAgyIAQsgASAERgRAQeAAIQIMiAELAkACQAJAAkACQCABLQAAQQprDgQBBAQABAsgAUEBaiEBDAELIAFBAWohASADQS9qLQAAQQFxRQ0BC0HSACECDHALIANBADYCHCADIAE2AhQgA0G2ETYCECADQQk2AgxBACECDIgBCyADQQA2AhwgAyABNgIUIANBthE2AhAgA0EJNgIMQQAhAgyHAQsgASAERgRAQd8AIQIMhwELIAEtAABBCkYEQCABQQFqIQEMCQsgAy0ALkHAAHENCCADQQA2AhwgAyABNgIUIANBthE2AhAgA0ECNgIMQQAhAgyGAQsgASAERgRAQd0AIQIMhgELIAEtAAAiAkENRgRAIAFBAWohAUHQACECDG0LIAEhACACQQlrDgQFAQEFAQsgBCABIgBGBEBB3AAhAgyFAQsgAC0AAEEKRw0AIABBAWoMAgtBACECIANBADYCHCADIAA2AhQgA0HKLTYCECADQQc2AgwMgwELIAEgBEYEQEHbACECDIMBCwJAIAEtAABBCWsOBAMAAAMACyABQQFqCyEBQc4AIQIMaAsgASAERgRAQdoAIQIMgQELIAEtAABBCWsOBAABAQABC0EAIQIgA0EANgIcIANBmhI2AhAgA0EHNgIMIAMgAUEBajYCFAx/CyADQYASOwEqQQAhAAJAIAMoAjgiAkUNACACKAI4IgJFDQAgAyACEQAAIQALIABFDQAgAEEVRw0BIANB2QA2AhwgAyABNgIUIANB6ho2AhAgA0EVNgIMQQAhAgx+C0HNACECDGQLIANBADYCHCADIAE2AhQgA0HJDTYCECADQRo2AgxBACECDHwLIAEgBEYEQEHZACECDHwLIAEtAABBIEcNPSABQQFqIQEgAy0ALkEBcQ09IANBADYCHCADIAE2AhQgA0HCHDYCECADQR42AgxBACECDHsLIAEgBEYEQEHYACECDHsLAkACQAJAAkACQCABLQAAIgBBCmsOBAIDAwABCyABQQFqIQFBLCECDGULIABBOkcNASADQQA2AhwgAyABNgIUIANB5xE2AhAgA0EKNgIMQQAhAgx9CyABQQFqIQEgA0Evai0AAEEBcUUNcyADLQAyQYABcUUEQCADQTJqIQIgAxA1QQAhAAJAIAMoAjgiBkUNACAGKAIoIgZFDQAgAyAGEQAAIQALAkACQCAADhZNTEsBAQEBAQEBAQEBAQEBAQEBAQEAAQsgA0EpNgIcIAMgATYCFCADQawZNgIQIANBFTYCDEEAIQIMfgsgA0EANgIcIAMgATYCFCADQeULNgIQIANBETYCDEEAIQIMfQtBACEAAkAgAygCOCICRQ0AIAIoAlwiAkUNACADIAIRAAAhAAsgAEUNWSAAQRVHDQEgA0EFNgIcIAMgATYCFCADQZsbNgIQIANBFTYCDEEAIQIMfAtBywAhAgxiC0EAIQIgA0EANgIcIAMgATYCFCADQZAONgIQIANBFDYCDAx6CyADIAMvATJBgAFyOwEyDDsLIAEgBEcEQCADQRE2AgggAyABNgIEQcoAIQIMYAtB1wAhAgx4CyABIARGBEBB1gAhAgx4CwJAAkACQAJAIAEtAAAiAEEgciAAIABBwQBrQf8BcUEaSRtB/wFxQeMAaw4TAEBAQEBAQEBAQEBAQAFAQEACA0ALIAFBAWohAUHGACECDGELIAFBAWohAUHHACECDGALIAFBAWohAUHIACECDF8LIAFBAWohAUHJACECDF4LQdUAIQIgBCABIgBGDXYgBCABayADKAIAIgFqIQYgACABa0EFaiEHA0AgAUGQyABqLQAAIAAtAAAiBUEgciAFIAVBwQBrQf8BcUEaSRtB/wFxRw0IQQQgAUEFRg0KGiABQQFqIQEgBCAAQQFqIgBHDQALIAMgBjYCAAx2C0HUACECIAQgASIARg11IAQgAWsgAygCACIBaiEGIAAgAWtBD2ohBwNAIAFBgMgAai0AACAALQAAIgVBIHIgBSAFQcEAa0H/AXFBGkkbQf8BcUcNB0EDIAFBD0YNCRogAUEBaiEBIAQgAEEBaiIARw0ACyADIAY2AgAMdQtB0wAhAiAEIAEiAEYNdCAEIAFrIAMoAgAiAWohBiAAIAFrQQ5qIQcDQCABQeLHAGotAAAgAC0AACIFQSByIAUgBUHBAGtB/wFxQRpJG0H/AXFHDQYgAUEORg0HIAFBAWohASAEIABBAWoiAEcNAAsgAyAGNgIADHQLQdIAIQIgBCABIgBGDXMgBCABayADKAIAIgFqIQUgACABa0EBaiEGA0AgAUHgxwBqLQAAIAAtAAAiB0EgciAHIAdBwQBrQf8BcUEaSRtB/wFxRw0FIAFBAUYNAiABQQFqIQEgBCAAQQFqIgBHDQALIAMgBTYCAAxzCyABIARGBEBB0QAhAgxzCwJAAkAgAS0AACIAQSByIAAgAEHBAGtB/wFxQRpJG0H/AXFB7gBrDgcAOTk5OTkBOQsgAUEBaiEBQcMAIQIMWgsgAUEBaiEBQcQAIQIMWQsgA0EANgIAIAZBAWohAUHFACECDFgLQdAAIQIgBCABIgBGDXAgBCABayADKAIAIgFqIQYgACABa0EJaiEHA0AgAUHWxwBqLQAAIAAtAAAiBUEgciAFIAVBwQBrQf8BcUEaSRtB/wFxRw0CQQIgAUEJRg0EGiABQQFqIQEgBCAAQQFqIgBHDQALIAMgBjYCAAxwC0HPACECIAQgASIARg1vIAQgAWsgAygCACIBaiEGIAAgAWtBBWohBwNAIAFB0McAai0AACAALQAAIgVBIHIgBSAFQcEAa0H/AXFBGkkbQf8BcUcNASABQQVGDQIgAUEBaiEBIAQgAEEBaiIARw0ACyADIAY2AgAMbwsgACEBIANBADYCAAwzC0EBCzoALCADQQA2AgAgB0EBaiEBC0EtIQIMUgsCQANAIAEtAABB0MUAai0AAEEBRw0BIAQgAUEBaiIBRw0AC0HNACECDGsLQcIAIQIMUQsgASAERgRAQcwAIQIMagsgAS0AAEE6RgRAIAMoAgQhACADQQA2AgQgAyAAIAEQMCIARQ0zIANBywA2AhwgAyAANgIMIAMgAUEBajYCFEEAIQIMagsgA0EANgIcIAMgATYCFCADQecRNgIQIANBCjYCDEEAIQIMaQsCQAJAIAMtACxBAmsOAgABJwsgA0Ezai0AAEECcUUNJiADLQAuQQJxDSYgA0EANgIcIAMgATYCFCADQaYUNgIQIANBCzYCDEEAIQIMaQsgAy0AMkEgcUUNJSADLQAuQQJxDSUgA0EANgIcIAMgATYCFCADQb0TNgIQIANBDzYCDEEAIQIMaAtBACEAAkAgAygCOCICRQ0AIAIoAkgiAkUNACADIAIRAAAhAAsgAEUEQEHBACECDE8LIABBFUcEQCADQQA2AhwgAyABNgIUIANBpg82AhAgA0EcNgIMQQAhAgxoCyADQcoANgIcIAMgATYCFCADQYUcNgIQIANBFTYCDEEAIQIMZwsgASAERwRAA0AgAS0AAEHAwQBqLQAAQQFHDRcgBCABQQFqIgFHDQALQcQAIQIMZwtBxAAhAgxmCyABIARHBEADQAJAIAEtAAAiAEEgciAAIABBwQBrQf8BcUEaSRtB/wFxIgBBCUYNACAAQSBGDQACQAJAAkACQCAAQeMAaw4TAAMDAwMDAwMBAwMDAwMDAwMDAgMLIAFBAWohAUE2IQIMUgsgAUEBaiEBQTchAgxRCyABQQFqIQFBOCECDFALDBULIAQgAUEBaiIBRw0AC0E8IQIMZgtBPCECDGULIAEgBEYEQEHIACECDGULIANBEjYCCCADIAE2AgQCQAJAAkACQAJAIAMtACxBAWsOBBQAAQIJCyADLQAyQSBxDQNB4AEhAgxPCwJAIAMvATIiAEEIcUUNACADLQAoQQFHDQAgAy0ALkEIcUUNAgsgAyAAQff7A3FBgARyOwEyDAsLIAMgAy8BMkEQcjsBMgwECyADQQA2AgQgAyABIAEQMSIABEAgA0HBADYCHCADIAA2AgwgAyABQQFqNgIUQQAhAgxmCyABQQFqIQEMWAsgA0EANgIcIAMgATYCFCADQfQTNgIQIANBBDYCDEEAIQIMZAtBxwAhAiABIARGDWMgAygCACIAIAQgAWtqIQUgASAAa0EGaiEGAkADQCAAQcDFAGotAAAgAS0AAEEgckcNASAAQQZGDUogAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMZAsgA0EANgIADAULAkAgASAERwRAA0AgAS0AAEHAwwBqLQAAIgBBAUcEQCAAQQJHDQMgAUEBaiEBDAULIAQgAUEBaiIBRw0AC0HFACECDGQLQcUAIQIMYwsLIANBADoALAwBC0ELIQIMRwtBPyECDEYLAkACQANAIAEtAAAiAEEgRwRAAkAgAEEKaw4EAwUFAwALIABBLEYNAwwECyAEIAFBAWoiAUcNAAtBxgAhAgxgCyADQQg6ACwMDgsgAy0AKEEBRw0CIAMtAC5BCHENAiADKAIEIQAgA0EANgIEIAMgACABEDEiAARAIANBwgA2AhwgAyAANgIMIAMgAUEBajYCFEEAIQIMXwsgAUEBaiEBDFALQTshAgxECwJAA0AgAS0AACIAQSBHIABBCUdxDQEgBCABQQFqIgFHDQALQcMAIQIMXQsLQTwhAgxCCwJAAkAgASAERwRAA0AgAS0AACIAQSBHBEAgAEEKaw4EAwQEAwQLIAQgAUEBaiIBRw0AC0E/IQIMXQtBPyECDFwLIAMgAy8BMkEgcjsBMgwKCyADKAIEIQAgA0EANgIEIAMgACABEDEiAEUNTiADQT42AhwgAyABNgIUIAMgADYCDEEAIQIMWgsCQCABIARHBEADQCABLQAAQcDDAGotAAAiAEEBRwRAIABBAkYNAwwMCyAEIAFBAWoiAUcNAAtBNyECDFsLQTchAgxaCyABQQFqIQEMBAtBOyECIAQgASIARg1YIAQgAWsgAygCACIBaiEGIAAgAWtBBWohBwJAA0AgAUGQyABqLQAAIAAtAAAiBUEgciAFIAVBwQBrQf8BcUEaSRtB/wFxRw0BIAFBBUYEQEEHIQEMPwsgAUEBaiEBIAQgAEEBaiIARw0ACyADIAY2AgAMWQsgA0EANgIAIAAhAQwFC0E6IQIgBCABIgBGDVcgBCABayADKAIAIgFqIQYgACABa0EIaiEHAkADQCABQbTBAGotAAAgAC0AACIFQSByIAUgBUHBAGtB/wFxQRpJG0H/AXFHDQEgAUEIRgRAQQUhAQw+CyABQQFqIQEgBCAAQQFqIgBHDQALIAMgBjYCAAxYCyADQQA2AgAgACEBDAQLQTkhAiAEIAEiAEYNViAEIAFrIAMoAgAiAWohBiAAIAFrQQNqIQcCQANAIAFBsMEAai0AACAALQAAIgVBIHIgBSAFQcEAa0H/AXFBGkkbQf8BcUcNASABQQNGBEBBBiEBDD0LIAFBAWohASAEIABBAWoiAEcNAAsgAyAGNgIADFcLIANBADYCACAAIQEMAwsCQANAIAEtAAAiAEEgRwRAIABBCmsOBAcEBAcCCyAEIAFBAWoiAUcNAAtBOCECDFYLIABBLEcNASABQQFqIQBBASEBAkACQAJAAkACQCADLQAsQQVrDgQDAQIEAAsgACEBDAQLQQIhAQwBC0EEIQELIANBAToALCADIAMvATIgAXI7ATIgACEBDAELIAMgAy8BMkEIcjsBMiAAIQELQT4hAgw7CyADQQA6ACwLQTkhAgw5CyABIARGBEBBNiECDFILAkACQAJAAkACQCABLQAAQQprDgQAAgIBAgsgAygCBCEAIANBADYCBCADIAAgARAxIgBFDQIgA0EzNgIcIAMgATYCFCADIAA2AgxBACECDFULIAMoAgQhACADQQA2AgQgAyAAIAEQMSIARQRAIAFBAWohAQwGCyADQTI2AhwgAyAANgIMIAMgAUEBajYCFEEAIQIMVAsgAy0ALkEBcQRAQd8BIQIMOwsgAygCBCEAIANBADYCBCADIAAgARAxIgANAQxJC0E0IQIMOQsgA0E1NgIcIAMgATYCFCADIAA2AgxBACECDFELQTUhAgw3CyADQS9qLQAAQQFxDQAgA0EANgIcIAMgATYCFCADQesWNgIQIANBGTYCDEEAIQIMTwtBMyECDDULIAEgBEYEQEEyIQIMTgsCQCABLQAAQQpGBEAgAUEBaiEBDAELIANBADYCHCADIAE2AhQgA0GSFzYCECADQQM2AgxBACECDE4LQTIhAgw0CyABIARGBEBBMSECDE0LAkAgAS0AACIAQQlGDQAgAEEgRg0AQQEhAgJAIAMtACxBBWsOBAYEBQANCyADIAMvATJBCHI7ATIMDAsgAy0ALkEBcUUNASADLQAsQQhHDQAgA0EAOgAsC0E9IQIMMgsgA0EANgIcIAMgATYCFCADQcIWNgIQIANBCjYCDEEAIQIMSgtBAiECDAELQQQhAgsgA0EBOgAsIAMgAy8BMiACcjsBMgwGCyABIARGBEBBMCECDEcLIAEtAABBCkYEQCABQQFqIQEMAQsgAy0ALkEBcQ0AIANBADYCHCADIAE2AhQgA0HcKDYCECADQQI2AgxBACECDEYLQTAhAgwsCyABQQFqIQFBMSECDCsLIAEgBEYEQEEvIQIMRAsgAS0AACIAQQlHIABBIEdxRQRAIAFBAWohASADLQAuQQFxDQEgA0EANgIcIAMgATYCFCADQZcQNgIQIANBCjYCDEEAIQIMRAtBASECAkACQAJAAkACQAJAIAMtACxBAmsOBwUEBAMBAgAECyADIAMvATJBCHI7ATIMAwtBAiECDAELQQQhAgsgA0EBOgAsIAMgAy8BMiACcjsBMgtBLyECDCsLIANBADYCHCADIAE2AhQgA0GEEzYCECADQQs2AgxBACECDEMLQeEBIQIMKQsgASAERgRAQS4hAgxCCyADQQA2AgQgA0ESNgIIIAMgASABEDEiAA0BC0EuIQIMJwsgA0EtNgIcIAMgATYCFCADIAA2AgxBACECDD8LQQAhAAJAIAMoAjgiAkUNACACKAJMIgJFDQAgAyACEQAAIQALIABFDQAgAEEVRw0BIANB2AA2AhwgAyABNgIUIANBsxs2AhAgA0EVNgIMQQAhAgw+C0HMACECDCQLIANBADYCHCADIAE2AhQgA0GzDjYCECADQR02AgxBACECDDwLIAEgBEYEQEHOACECDDwLIAEtAAAiAEEgRg0CIABBOkYNAQsgA0EAOgAsQQkhAgwhCyADKAIEIQAgA0EANgIEIAMgACABEDAiAA0BDAILIAMtAC5BAXEEQEHeASECDCALIAMoAgQhACADQQA2AgQgAyAAIAEQMCIARQ0CIANBKjYCHCADIAA2AgwgAyABQQFqNgIUQQAhAgw4CyADQcsANgIcIAMgADYCDCADIAFBAWo2AhRBACECDDcLIAFBAWohAUHAACECDB0LIAFBAWohAQwsCyABIARGBEBBKyECDDULAkAgAS0AAEEKRgRAIAFBAWohAQwBCyADLQAuQcAAcUUNBgsgAy0AMkGAAXEEQEEAIQACQCADKAI4IgJFDQAgAigCXCICRQ0AIAMgAhEAACEACyAARQ0SIABBFUYEQCADQQU2AhwgAyABNgIUIANBmxs2AhAgA0EVNgIMQQAhAgw2CyADQQA2AhwgAyABNgIUIANBkA42AhAgA0EUNgIMQQAhAgw1CyADQTJqIQIgAxA1QQAhAAJAIAMoAjgiBkUNACAGKAIoIgZFDQAgAyAGEQAAIQALIAAOFgIBAAQEBAQEBAQEBAQEBAQEBAQEBAMECyADQQE6ADALIAIgAi8BAEHAAHI7AQALQSshAgwYCyADQSk2AhwgAyABNgIUIANBrBk2AhAgA0EVNgIMQQAhAgwwCyADQQA2AhwgAyABNgIUIANB5Qs2AhAgA0ERNgIMQQAhAgwvCyADQQA2AhwgAyABNgIUIANBpQs2AhAgA0ECNgIMQQAhAgwuC0EBIQcgAy8BMiIFQQhxRQRAIAMpAyBCAFIhBwsCQCADLQAwBEBBASEAIAMtAClBBUYNASAFQcAAcUUgB3FFDQELAkAgAy0AKCICQQJGBEBBASEAIAMvATQiBkHlAEYNAkEAIQAgBUHAAHENAiAGQeQARg0CIAZB5gBrQQJJDQIgBkHMAUYNAiAGQbACRg0CDAELQQAhACAFQcAAcQ0BC0ECIQAgBUEIcQ0AIAVBgARxBEACQCACQQFHDQAgAy0ALkEKcQ0AQQUhAAwCC0EEIQAMAQsgBUEgcUUEQCADEDZBAEdBAnQhAAwBC0EAQQMgAykDIFAbIQALIABBAWsOBQIABwEDBAtBESECDBMLIANBAToAMQwpC0EAIQICQCADKAI4IgBFDQAgACgCMCIARQ0AIAMgABEAACECCyACRQ0mIAJBFUYEQCADQQM2AhwgAyABNgIUIANB0hs2AhAgA0EVNgIMQQAhAgwrC0EAIQIgA0EANgIcIAMgATYCFCADQd0ONgIQIANBEjYCDAwqCyADQQA2AhwgAyABNgIUIANB+SA2AhAgA0EPNgIMQQAhAgwpC0EAIQACQCADKAI4IgJFDQAgAigCMCICRQ0AIAMgAhEAACEACyAADQELQQ4hAgwOCyAAQRVGBEAgA0ECNgIcIAMgATYCFCADQdIbNgIQIANBFTYCDEEAIQIMJwsgA0EANgIcIAMgATYCFCADQd0ONgIQIANBEjYCDEEAIQIMJgtBKiECDAwLIAEgBEcEQCADQQk2AgggAyABNgIEQSkhAgwMC0EmIQIMJAsgAyADKQMgIgwgBCABa60iCn0iC0IAIAsgDFgbNwMgIAogDFQEQEElIQIMJAsgAygCBCEAIANBADYCBCADIAAgASAMp2oiARAyIgBFDQAgA0EFNgIcIAMgATYCFCADIAA2AgxBACECDCMLQQ8hAgwJC0IAIQoCQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgAS0AAEEwaw43FxYAAQIDBAUGBxQUFBQUFBQICQoLDA0UFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFA4PEBESExQLQgIhCgwWC0IDIQoMFQtCBCEKDBQLQgUhCgwTC0IGIQoMEgtCByEKDBELQgghCgwQC0IJIQoMDwtCCiEKDA4LQgshCgwNC0IMIQoMDAtCDSEKDAsLQg4hCgwKC0IPIQoMCQtCCiEKDAgLQgshCgwHC0IMIQoMBgtCDSEKDAULQg4hCgwEC0IPIQoMAwsgA0EANgIcIAMgATYCFCADQZ8VNgIQIANBDDYCDEEAIQIMIQsgASAERgRAQSIhAgwhC0IAIQoCQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAIAEtAABBMGsONxUUAAECAwQFBgcWFhYWFhYWCAkKCwwNFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYODxAREhMWC0ICIQoMFAtCAyEKDBMLQgQhCgwSC0IFIQoMEQtCBiEKDBALQgchCgwPC0IIIQoMDgtCCSEKDA0LQgohCgwMC0ILIQoMCwtCDCEKDAoLQg0hCgwJC0IOIQoMCAtCDyEKDAcLQgohCgwGC0ILIQoMBQtCDCEKDAQLQg0hCgwDC0IOIQoMAgtCDyEKDAELQgEhCgsgAUEBaiEBIAMpAyAiC0L//////////w9YBEAgAyALQgSGIAqENwMgDAILIANBADYCHCADIAE2AhQgA0G1CTYCECADQQw2AgxBACECDB4LQSchAgwEC0EoIQIMAwsgAyABOgAsIANBADYCACAHQQFqIQFBDCECDAILIANBADYCACAGQQFqIQFBCiECDAELIAFBAWohAUEIIQIMAAsAC0EAIQIgA0EANgIcIAMgATYCFCADQbI4NgIQIANBCDYCDAwXC0EAIQIgA0EANgIcIAMgATYCFCADQYMRNgIQIANBCTYCDAwWC0EAIQIgA0EANgIcIAMgATYCFCADQd8KNgIQIANBCTYCDAwVC0EAIQIgA0EANgIcIAMgATYCFCADQe0QNgIQIANBCTYCDAwUC0EAIQIgA0EANgIcIAMgATYCFCADQdIRNgIQIANBCTYCDAwTC0EAIQIgA0EANgIcIAMgATYCFCADQbI4NgIQIANBCDYCDAwSC0EAIQIgA0EANgIcIAMgATYCFCADQYMRNgIQIANBCTYCDAwRC0EAIQIgA0EANgIcIAMgATYCFCADQd8KNgIQIANBCTYCDAwQC0EAIQIgA0EANgIcIAMgATYCFCADQe0QNgIQIANBCTYCDAwPC0EAIQIgA0EANgIcIAMgATYCFCADQdIRNgIQIANBCTYCDAwOC0EAIQIgA0EANgIcIAMgATYCFCADQbkXNgIQIANBDzYCDAwNC0EAIQIgA0EANgIcIAMgATYCFCADQbkXNgIQIANBDzYCDAwMC0EAIQIgA0EANgIcIAMgATYCFCADQZkTNgIQIANBCzYCDAwLC0EAIQIgA0EANgIcIAMgATYCFCADQZ0JNgIQIANBCzYCDAwKC0EAIQIgA0EANgIcIAMgATYCFCADQZcQNgIQIANBCjYCDAwJC0EAIQIgA0EANgIcIAMgATYCFCADQbEQNgIQIANBCjYCDAwIC0EAIQIgA0EANgIcIAMgATYCFCADQbsdNgIQIANBAjYCDAwHC0EAIQIgA0EANgIcIAMgATYCFCADQZYWNgIQIANBAjYCDAwGC0EAIQIgA0EANgIcIAMgATYCFCADQfkYNgIQIANBAjYCDAwFC0EAIQIgA0EANgIcIAMgATYCFCADQcQYNgIQIANBAjYCDAwECyADQQI2AhwgAyABNgIUIANBqR42AhAgA0EWNgIMQQAhAgwDC0HeACECIAEgBEYNAiAJQQhqIQcgAygCACEFAkACQCABIARHBEAgBUGWyABqIQggBCAFaiABayEGIAVBf3NBCmoiBSABaiEAA0AgAS0AACAILQAARwRAQQIhCAwDCyAFRQRAQQAhCCAAIQEMAwsgBUEBayEFIAhBAWohCCAEIAFBAWoiAUcNAAsgBiEFIAQhAQsgB0EBNgIAIAMgBTYCAAwBCyADQQA2AgAgByAINgIACyAHIAE2AgQgCSgCDCEAAkACQCAJKAIIQQFrDgIEAQALIANBADYCHCADQcIeNgIQIANBFzYCDCADIABBAWo2AhRBACECDAMLIANBADYCHCADIAA2AhQgA0HXHjYCECADQQk2AgxBACECDAILIAEgBEYEQEEoIQIMAgsgA0EJNgIIIAMgATYCBEEnIQIMAQsgASAERgRAQQEhAgwBCwNAAkACQAJAIAEtAABBCmsOBAABAQABCyABQQFqIQEMAQsgAUEBaiEBIAMtAC5BIHENAEEAIQIgA0EANgIcIAMgATYCFCADQaEhNgIQIANBBTYCDAwCC0EBIQIgASAERw0ACwsgCUEQaiQAIAJFBEAgAygCDCEADAELIAMgAjYCHEEAIQAgAygCBCIBRQ0AIAMgASAEIAMoAggRAQAiAUUNACADIAQ2AhQgAyABNgIMIAEhAAsgAAu+AgECfyAAQQA6AAAgAEHkAGoiAUEBa0EAOgAAIABBADoAAiAAQQA6AAEgAUEDa0EAOgAAIAFBAmtBADoAACAAQQA6AAMgAUEEa0EAOgAAQQAgAGtBA3EiASAAaiIAQQA2AgBB5AAgAWtBfHEiAiAAaiIBQQRrQQA2AgACQCACQQlJDQAgAEEANgIIIABBADYCBCABQQhrQQA2AgAgAUEMa0EANgIAIAJBGUkNACAAQQA2AhggAEEANgIUIABBADYCECAAQQA2AgwgAUEQa0EANgIAIAFBFGtBADYCACABQRhrQQA2AgAgAUEca0EANgIAIAIgAEEEcUEYciICayIBQSBJDQAgACACaiEAA0AgAEIANwMYIABCADcDECAAQgA3AwggAEIANwMAIABBIGohACABQSBrIgFBH0sNAAsLC1YBAX8CQCAAKAIMDQACQAJAAkACQCAALQAxDgMBAAMCCyAAKAI4IgFFDQAgASgCMCIBRQ0AIAAgAREAACIBDQMLQQAPCwALIABByhk2AhBBDiEBCyABCxoAIAAoAgxFBEAgAEHeHzYCECAAQRU2AgwLCxQAIAAoAgxBFUYEQCAAQQA2AgwLCxQAIAAoAgxBFkYEQCAAQQA2AgwLCwcAIAAoAgwLBwAgACgCEAsJACAAIAE2AhALBwAgACgCFAsrAAJAIABBJ08NAEL//////wkgAK2IQgGDUA0AIABBAnRB0DhqKAIADwsACxcAIABBL08EQAALIABBAnRB7DlqKAIAC78JAQF/QfQtIQECQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQCAAQeQAaw70A2NiAAFhYWFhYWECAwQFYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYQYHCAkKCwwNDg9hYWFhYRBhYWFhYWFhYWFhYRFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWESExQVFhcYGRobYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYRwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1NmE3ODk6YWFhYWFhYWE7YWFhPGFhYWE9Pj9hYWFhYWFhYUBhYUFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFCQ0RFRkdISUpLTE1OT1BRUlNhYWFhYWFhYVRVVldYWVpbYVxdYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhXmFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYV9gYQtB6iwPC0GYJg8LQe0xDwtBoDcPC0HJKQ8LQbQpDwtBli0PC0HrKw8LQaI1DwtB2zQPC0HgKQ8LQeMkDwtB1SQPC0HuJA8LQeYlDwtByjQPC0HQNw8LQao1DwtB9SwPC0H2Jg8LQYIiDwtB8jMPC0G+KA8LQec3DwtBzSEPC0HAIQ8LQbglDwtByyUPC0GWJA8LQY80DwtBzTUPC0HdKg8LQe4zDwtBnDQPC0GeMQ8LQfQ1DwtB5SIPC0GvJQ8LQZkxDwtBsjYPC0H5Ng8LQcQyDwtB3SwPC0GCMQ8LQcExDwtBjTcPC0HJJA8LQew2DwtB5yoPC0HIIw8LQeIhDwtByTcPC0GlIg8LQZQiDwtB2zYPC0HeNQ8LQYYmDwtBvCsPC0GLMg8LQaAjDwtB9jAPC0GALA8LQYkrDwtBpCYPC0HyIw8LQYEoDwtBqzIPC0HrJw8LQcI2DwtBoiQPC0HPKg8LQdwjDwtBhycPC0HkNA8LQbciDwtBrTEPC0HVIg8LQa80DwtB3iYPC0HWMg8LQfQ0DwtBgTgPC0H0Nw8LQZI2DwtBnScPC0GCKQ8LQY0jDwtB1zEPC0G9NQ8LQbQ3DwtB2DAPC0G2Jw8LQZo4DwtBpyoPC0HEJw8LQa4jDwtB9SIPCwALQcomIQELIAELFwAgACAALwEuQf7/A3EgAUEAR3I7AS4LGgAgACAALwEuQf3/A3EgAUEAR0EBdHI7AS4LGgAgACAALwEuQfv/A3EgAUEAR0ECdHI7AS4LGgAgACAALwEuQff/A3EgAUEAR0EDdHI7AS4LGgAgACAALwEuQe//A3EgAUEAR0EEdHI7AS4LGgAgACAALwEuQd//A3EgAUEAR0EFdHI7AS4LGgAgACAALwEuQb//A3EgAUEAR0EGdHI7AS4LGgAgACAALwEuQf/+A3EgAUEAR0EHdHI7AS4LGgAgACAALwEuQf/9A3EgAUEAR0EIdHI7AS4LGgAgACAALwEuQf/7A3EgAUEAR0EJdHI7AS4LPgECfwJAIAAoAjgiA0UNACADKAIEIgNFDQAgACABIAIgAWsgAxEBACIEQX9HDQAgAEHhEjYCEEEYIQQLIAQLPgECfwJAIAAoAjgiA0UNACADKAIIIgNFDQAgACABIAIgAWsgAxEBACIEQX9HDQAgAEH8ETYCEEEYIQQLIAQLPgECfwJAIAAoAjgiA0UNACADKAIMIgNFDQAgACABIAIgAWsgAxEBACIEQX9HDQAgAEHsCjYCEEEYIQQLIAQLPgECfwJAIAAoAjgiA0UNACADKAIQIgNFDQAgACABIAIgAWsgAxEBACIEQX9HDQAgAEH6HjYCEEEYIQQLIAQLPgECfwJAIAAoAjgiA0UNACADKAIUIgNFDQAgACABIAIgAWsgAxEBACIEQX9HDQAgAEHLEDYCEEEYIQQLIAQLPgECfwJAIAAoAjgiA0UNACADKAIYIgNFDQAgACABIAIgAWsgAxEBACIEQX9HDQAgAEG3HzYCEEEYIQQLIAQLPgECfwJAIAAoAjgiA0UNACADKAIcIgNFDQAgACABIAIgAWsgAxEBACIEQX9HDQAgAEG/FTYCEEEYIQQLIAQLPgECfwJAIAAoAjgiA0UNACADKAIsIgNFDQAgACABIAIgAWsgAxEBACIEQX9HDQAgAEH+CDYCEEEYIQQLIAQLPgECfwJAIAAoAjgiA0UNACADKAIgIgNFDQAgACABIAIgAWsgAxEBACIEQX9HDQAgAEGMHTYCEEEYIQQLIAQLPgECfwJAIAAoAjgiA0UNACADKAIkIgNFDQAgACABIAIgAWsgAxEBACIEQX9HDQAgAEHmFTYCEEEYIQQLIAQLOAAgAAJ/IAAvATJBFHFBFEYEQEEBIAAtAChBAUYNARogAC8BNEHlAEYMAQsgAC0AKUEFRgs6ADALWQECfwJAIAAtAChBAUYNACAALwE0IgFB5ABrQeQASQ0AIAFBzAFGDQAgAUGwAkYNACAALwEyIgBBwABxDQBBASECIABBiARxQYAERg0AIABBKHFFIQILIAILjAEBAn8CQAJAAkAgAC0AKkUNACAALQArRQ0AIAAvATIiAUECcUUNAQwCCyAALwEyIgFBAXFFDQELQQEhAiAALQAoQQFGDQAgAC8BNCIAQeQAa0HkAEkNACAAQcwBRg0AIABBsAJGDQAgAUHAAHENAEEAIQIgAUGIBHFBgARGDQAgAUEocUEARyECCyACC1cAIABBGGpCADcDACAAQgA3AwAgAEE4akIANwMAIABBMGpCADcDACAAQShqQgA3AwAgAEEgakIANwMAIABBEGpCADcDACAAQQhqQgA3AwAgAEH9ATYCHAsGACAAEDoLmi0BC38jAEEQayIKJABB3NUAKAIAIglFBEBBnNkAKAIAIgVFBEBBqNkAQn83AgBBoNkAQoCAhICAgMAANwIAQZzZACAKQQhqQXBxQdiq1aoFcyIFNgIAQbDZAEEANgIAQYDZAEEANgIAC0GE2QBBwNkENgIAQdTVAEHA2QQ2AgBB6NUAIAU2AgBB5NUAQX82AgBBiNkAQcCmAzYCAANAIAFBgNYAaiABQfTVAGoiAjYCACACIAFB7NUAaiIDNgIAIAFB+NUAaiADNgIAIAFBiNYAaiABQfzVAGoiAzYCACADIAI2AgAgAUGQ1gBqIAFBhNYAaiICNgIAIAIgAzYCACABQYzWAGogAjYCACABQSBqIgFBgAJHDQALQczZBEGBpgM2AgBB4NUAQazZACgCADYCAEHQ1QBBgKYDNgIAQdzVAEHI2QQ2AgBBzP8HQTg2AgBByNkEIQkLAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgAEHsAU0EQEHE1QAoAgAiBkEQIABBE2pBcHEgAEELSRsiBEEDdiIAdiIBQQNxBEACQCABQQFxIAByQQFzIgJBA3QiAEHs1QBqIgEgAEH01QBqKAIAIgAoAggiA0YEQEHE1QAgBkF+IAJ3cTYCAAwBCyABIAM2AgggAyABNgIMCyAAQQhqIQEgACACQQN0IgJBA3I2AgQgACACaiIAIAAoAgRBAXI2AgQMEQtBzNUAKAIAIgggBE8NASABBEACQEECIAB0IgJBACACa3IgASAAdHFoIgBBA3QiAkHs1QBqIgEgAkH01QBqKAIAIgIoAggiA0YEQEHE1QAgBkF+IAB3cSIGNgIADAELIAEgAzYCCCADIAE2AgwLIAIgBEEDcjYCBCAAQQN0IgAgBGshBSAAIAJqIAU2AgAgAiAEaiIEIAVBAXI2AgQgCARAIAhBeHFB7NUAaiEAQdjVACgCACEDAn9BASAIQQN2dCIBIAZxRQRAQcTVACABIAZyNgIAIAAMAQsgACgCCAsiASADNgIMIAAgAzYCCCADIAA2AgwgAyABNgIICyACQQhqIQFB2NUAIAQ2AgBBzNUAIAU2AgAMEQtByNUAKAIAIgtFDQEgC2hBAnRB9NcAaigCACIAKAIEQXhxIARrIQUgACECA0ACQCACKAIQIgFFBEAgAkEUaigCACIBRQ0BCyABKAIEQXhxIARrIgMgBUkhAiADIAUgAhshBSABIAAgAhshACABIQIMAQsLIAAoAhghCSAAKAIMIgMgAEcEQEHU1QAoAgAaIAMgACgCCCIBNgIIIAEgAzYCDAwQCyAAQRRqIgIoAgAiAUUEQCAAKAIQIgFFDQMgAEEQaiECCwNAIAIhByABIgNBFGoiAigCACIBDQAgA0EQaiECIAMoAhAiAQ0ACyAHQQA2AgAMDwtBfyEEIABBv39LDQAgAEETaiIBQXBxIQRByNUAKAIAIghFDQBBACAEayEFAkACQAJAAn9BACAEQYACSQ0AGkEfIARB////B0sNABogBEEmIAFBCHZnIgBrdkEBcSAAQQF0a0E+agsiBkECdEH01wBqKAIAIgJFBEBBACEBQQAhAwwBC0EAIQEgBEEZIAZBAXZrQQAgBkEfRxt0IQBBACEDA0ACQCACKAIEQXhxIARrIgcgBU8NACACIQMgByIFDQBBACEFIAIhAQwDCyABIAJBFGooAgAiByAHIAIgAEEddkEEcWpBEGooAgAiAkYbIAEgBxshASAAQQF0IQAgAg0ACwsgASADckUEQEEAIQNBAiAGdCIAQQAgAGtyIAhxIgBFDQMgAGhBAnRB9NcAaigCACEBCyABRQ0BCwNAIAEoAgRBeHEgBGsiAiAFSSEAIAIgBSAAGyEFIAEgAyAAGyEDIAEoAhAiAAR/IAAFIAFBFGooAgALIgENAAsLIANFDQAgBUHM1QAoAgAgBGtPDQAgAygCGCEHIAMgAygCDCIARwRAQdTVACgCABogACADKAIIIgE2AgggASAANgIMDA4LIANBFGoiAigCACIBRQRAIAMoAhAiAUUNAyADQRBqIQILA0AgAiEGIAEiAEEUaiICKAIAIgENACAAQRBqIQIgACgCECIBDQALIAZBADYCAAwNC0HM1QAoAgAiAyAETwRAQdjVACgCACEBAkAgAyAEayICQRBPBEAgASAEaiIAIAJBAXI2AgQgASADaiACNgIAIAEgBEEDcjYCBAwBCyABIANBA3I2AgQgASADaiIAIAAoAgRBAXI2AgRBACEAQQAhAgtBzNUAIAI2AgBB2NUAIAA2AgAgAUEIaiEBDA8LQdDVACgCACIDIARLBEAgBCAJaiIAIAMgBGsiAUEBcjYCBEHc1QAgADYCAEHQ1QAgATYCACAJIARBA3I2AgQgCUEIaiEBDA8LQQAhASAEAn9BnNkAKAIABEBBpNkAKAIADAELQajZAEJ/NwIAQaDZAEKAgISAgIDAADcCAEGc2QAgCkEMakFwcUHYqtWqBXM2AgBBsNkAQQA2AgBBgNkAQQA2AgBBgIAECyIAIARBxwBqIgVqIgZBACAAayIHcSICTwRAQbTZAEEwNgIADA8LAkBB/NgAKAIAIgFFDQBB9NgAKAIAIgggAmohACAAIAFNIAAgCEtxDQBBACEBQbTZAEEwNgIADA8LQYDZAC0AAEEEcQ0EAkACQCAJBEBBhNkAIQEDQCABKAIAIgAgCU0EQCAAIAEoAgRqIAlLDQMLIAEoAggiAQ0ACwtBABA7IgBBf0YNBSACIQZBoNkAKAIAIgFBAWsiAyAAcQRAIAIgAGsgACADakEAIAFrcWohBgsgBCAGTw0FIAZB/v///wdLDQVB/NgAKAIAIgMEQEH02AAoAgAiByAGaiEBIAEgB00NBiABIANLDQYLIAYQOyIBIABHDQEMBwsgBiADayAHcSIGQf7///8HSw0EIAYQOyEAIAAgASgCACABKAIEakYNAyAAIQELAkAgBiAEQcgAak8NACABQX9GDQBBpNkAKAIAIgAgBSAGa2pBACAAa3EiAEH+////B0sEQCABIQAMBwsgABA7QX9HBEAgACAGaiEGIAEhAAwHC0EAIAZrEDsaDAQLIAEiAEF/Rw0FDAMLQQAhAwwMC0EAIQAMCgsgAEF/Rw0CC0GA2QBBgNkAKAIAQQRyNgIACyACQf7///8HSw0BIAIQOyEAQQAQOyEBIABBf0YNASABQX9GDQEgACABTw0BIAEgAGsiBiAEQThqTQ0BC0H02ABB9NgAKAIAIAZqIgE2AgBB+NgAKAIAIAFJBEBB+NgAIAE2AgALAkACQAJAQdzVACgCACICBEBBhNkAIQEDQCAAIAEoAgAiAyABKAIEIgVqRg0CIAEoAggiAQ0ACwwCC0HU1QAoAgAiAUEARyAAIAFPcUUEQEHU1QAgADYCAAtBACEBQYjZACAGNgIAQYTZACAANgIAQeTVAEF/NgIAQejVAEGc2QAoAgA2AgBBkNkAQQA2AgADQCABQYDWAGogAUH01QBqIgI2AgAgAiABQezVAGoiAzYCACABQfjVAGogAzYCACABQYjWAGogAUH81QBqIgM2AgAgAyACNgIAIAFBkNYAaiABQYTWAGoiAjYCACACIAM2AgAgAUGM1gBqIAI2AgAgAUEgaiIBQYACRw0AC0F4IABrQQ9xIgEgAGoiAiAGQThrIgMgAWsiAUEBcjYCBEHg1QBBrNkAKAIANgIAQdDVACABNgIAQdzVACACNgIAIAAgA2pBODYCBAwCCyAAIAJNDQAgAiADSQ0AIAEoAgxBCHENAEF4IAJrQQ9xIgAgAmoiA0HQ1QAoAgAgBmoiByAAayIAQQFyNgIEIAEgBSAGajYCBEHg1QBBrNkAKAIANgIAQdDVACAANgIAQdzVACADNgIAIAIgB2pBODYCBAwBCyAAQdTVACgCAEkEQEHU1QAgADYCAAsgACAGaiEDQYTZACEBAkACQAJAA0AgAyABKAIARwRAIAEoAggiAQ0BDAILCyABLQAMQQhxRQ0BC0GE2QAhAQNAIAEoAgAiAyACTQRAIAMgASgCBGoiBSACSw0DCyABKAIIIQEMAAsACyABIAA2AgAgASABKAIEIAZqNgIEIABBeCAAa0EPcWoiCSAEQQNyNgIEIANBeCADa0EPcWoiBiAEIAlqIgRrIQEgAiAGRgRAQdzVACAENgIAQdDVAEHQ1QAoAgAgAWoiADYCACAEIABBAXI2AgQMCAtB2NUAKAIAIAZGBEBB2NUAIAQ2AgBBzNUAQczVACgCACABaiIANgIAIAQgAEEBcjYCBCAAIARqIAA2AgAMCAsgBigCBCIFQQNxQQFHDQYgBUF4cSEIIAVB/wFNBEAgBUEDdiEDIAYoAggiACAGKAIMIgJGBEBBxNUAQcTVACgCAEF+IAN3cTYCAAwHCyACIAA2AgggACACNgIMDAYLIAYoAhghByAGIAYoAgwiAEcEQCAAIAYoAggiAjYCCCACIAA2AgwMBQsgBkEUaiICKAIAIgVFBEAgBigCECIFRQ0EIAZBEGohAgsDQCACIQMgBSIAQRRqIgIoAgAiBQ0AIABBEGohAiAAKAIQIgUNAAsgA0EANgIADAQLQXggAGtBD3EiASAAaiIHIAZBOGsiAyABayIBQQFyNgIEIAAgA2pBODYCBCACIAVBNyAFa0EPcWpBP2siAyADIAJBEGpJGyIDQSM2AgRB4NUAQazZACgCADYCAEHQ1QAgATYCAEHc1QAgBzYCACADQRBqQYzZACkCADcCACADQYTZACkCADcCCEGM2QAgA0EIajYCAEGI2QAgBjYCAEGE2QAgADYCAEGQ2QBBADYCACADQSRqIQEDQCABQQc2AgAgBSABQQRqIgFLDQALIAIgA0YNACADIAMoAgRBfnE2AgQgAyADIAJrIgU2AgAgAiAFQQFyNgIEIAVB/wFNBEAgBUF4cUHs1QBqIQACf0HE1QAoAgAiAUEBIAVBA3Z0IgNxRQRAQcTVACABIANyNgIAIAAMAQsgACgCCAsiASACNgIMIAAgAjYCCCACIAA2AgwgAiABNgIIDAELQR8hASAFQf///wdNBEAgBUEmIAVBCHZnIgBrdkEBcSAAQQF0a0E+aiEBCyACIAE2AhwgAkIANwIQIAFBAnRB9NcAaiEAQcjVACgCACIDQQEgAXQiBnFFBEAgACACNgIAQcjVACADIAZyNgIAIAIgADYCGCACIAI2AgggAiACNgIMDAELIAVBGSABQQF2a0EAIAFBH0cbdCEBIAAoAgAhAwJAA0AgAyIAKAIEQXhxIAVGDQEgAUEddiEDIAFBAXQhASAAIANBBHFqQRBqIgYoAgAiAw0ACyAGIAI2AgAgAiAANgIYIAIgAjYCDCACIAI2AggMAQsgACgCCCIBIAI2AgwgACACNgIIIAJBADYCGCACIAA2AgwgAiABNgIIC0HQ1QAoAgAiASAETQ0AQdzVACgCACIAIARqIgIgASAEayIBQQFyNgIEQdDVACABNgIAQdzVACACNgIAIAAgBEEDcjYCBCAAQQhqIQEMCAtBACEBQbTZAEEwNgIADAcLQQAhAAsgB0UNAAJAIAYoAhwiAkECdEH01wBqIgMoAgAgBkYEQCADIAA2AgAgAA0BQcjVAEHI1QAoAgBBfiACd3E2AgAMAgsgB0EQQRQgBygCECAGRhtqIAA2AgAgAEUNAQsgACAHNgIYIAYoAhAiAgRAIAAgAjYCECACIAA2AhgLIAZBFGooAgAiAkUNACAAQRRqIAI2AgAgAiAANgIYCyABIAhqIQEgBiAIaiIGKAIEIQULIAYgBUF+cTYCBCABIARqIAE2AgAgBCABQQFyNgIEIAFB/wFNBEAgAUF4cUHs1QBqIQACf0HE1QAoAgAiAkEBIAFBA3Z0IgFxRQRAQcTVACABIAJyNgIAIAAMAQsgACgCCAsiASAENgIMIAAgBDYCCCAEIAA2AgwgBCABNgIIDAELQR8hBSABQf///wdNBEAgAUEmIAFBCHZnIgBrdkEBcSAAQQF0a0E+aiEFCyAEIAU2AhwgBEIANwIQIAVBAnRB9NcAaiEAQcjVACgCACICQQEgBXQiA3FFBEAgACAENgIAQcjVACACIANyNgIAIAQgADYCGCAEIAQ2AgggBCAENgIMDAELIAFBGSAFQQF2a0EAIAVBH0cbdCEFIAAoAgAhAAJAA0AgACICKAIEQXhxIAFGDQEgBUEddiEAIAVBAXQhBSACIABBBHFqQRBqIgMoAgAiAA0ACyADIAQ2AgAgBCACNgIYIAQgBDYCDCAEIAQ2AggMAQsgAigCCCIAIAQ2AgwgAiAENgIIIARBADYCGCAEIAI2AgwgBCAANgIICyAJQQhqIQEMAgsCQCAHRQ0AAkAgAygCHCIBQQJ0QfTXAGoiAigCACADRgRAIAIgADYCACAADQFByNUAIAhBfiABd3EiCDYCAAwCCyAHQRBBFCAHKAIQIANGG2ogADYCACAARQ0BCyAAIAc2AhggAygCECIBBEAgACABNgIQIAEgADYCGAsgA0EUaigCACIBRQ0AIABBFGogATYCACABIAA2AhgLAkAgBUEPTQRAIAMgBCAFaiIAQQNyNgIEIAAgA2oiACAAKAIEQQFyNgIEDAELIAMgBGoiAiAFQQFyNgIEIAMgBEEDcjYCBCACIAVqIAU2AgAgBUH/AU0EQCAFQXhxQezVAGohAAJ/QcTVACgCACIBQQEgBUEDdnQiBXFFBEBBxNUAIAEgBXI2AgAgAAwBCyAAKAIICyIBIAI2AgwgACACNgIIIAIgADYCDCACIAE2AggMAQtBHyEBIAVB////B00EQCAFQSYgBUEIdmciAGt2QQFxIABBAXRrQT5qIQELIAIgATYCHCACQgA3AhAgAUECdEH01wBqIQBBASABdCIEIAhxRQRAIAAgAjYCAEHI1QAgBCAIcjYCACACIAA2AhggAiACNgIIIAIgAjYCDAwBCyAFQRkgAUEBdmtBACABQR9HG3QhASAAKAIAIQQCQANAIAQiACgCBEF4cSAFRg0BIAFBHXYhBCABQQF0IQEgACAEQQRxakEQaiIGKAIAIgQNAAsgBiACNgIAIAIgADYCGCACIAI2AgwgAiACNgIIDAELIAAoAggiASACNgIMIAAgAjYCCCACQQA2AhggAiAANgIMIAIgATYCCAsgA0EIaiEBDAELAkAgCUUNAAJAIAAoAhwiAUECdEH01wBqIgIoAgAgAEYEQCACIAM2AgAgAw0BQcjVACALQX4gAXdxNgIADAILIAlBEEEUIAkoAhAgAEYbaiADNgIAIANFDQELIAMgCTYCGCAAKAIQIgEEQCADIAE2AhAgASADNgIYCyAAQRRqKAIAIgFFDQAgA0EUaiABNgIAIAEgAzYCGAsCQCAFQQ9NBEAgACAEIAVqIgFBA3I2AgQgACABaiIBIAEoAgRBAXI2AgQMAQsgACAEaiIHIAVBAXI2AgQgACAEQQNyNgIEIAUgB2ogBTYCACAIBEAgCEF4cUHs1QBqIQFB2NUAKAIAIQMCf0EBIAhBA3Z0IgIgBnFFBEBBxNUAIAIgBnI2AgAgAQwBCyABKAIICyICIAM2AgwgASADNgIIIAMgATYCDCADIAI2AggLQdjVACAHNgIAQczVACAFNgIACyAAQQhqIQELIApBEGokACABC0MAIABFBEA/AEEQdA8LAkAgAEH//wNxDQAgAEEASA0AIABBEHZAACIAQX9GBEBBtNkAQTA2AgBBfw8LIABBEHQPCwALC5lCIgBBgAgLDQEAAAAAAAAAAgAAAAMAQZgICwUEAAAABQBBqAgLCQYAAAAHAAAACABB5AgLwjJJbnZhbGlkIGNoYXIgaW4gdXJsIHF1ZXJ5AFNwYW4gY2FsbGJhY2sgZXJyb3IgaW4gb25fYm9keQBDb250ZW50LUxlbmd0aCBvdmVyZmxvdwBDaHVuayBzaXplIG92ZXJmbG93AEludmFsaWQgbWV0aG9kIGZvciBIVFRQL3gueCByZXF1ZXN0AEludmFsaWQgbWV0aG9kIGZvciBSVFNQL3gueCByZXF1ZXN0AEV4cGVjdGVkIFNPVVJDRSBtZXRob2QgZm9yIElDRS94LnggcmVxdWVzdABJbnZhbGlkIGNoYXIgaW4gdXJsIGZyYWdtZW50IHN0YXJ0AEV4cGVjdGVkIGRvdABTcGFuIGNhbGxiYWNrIGVycm9yIGluIG9uX3N0YXR1cwBJbnZhbGlkIHJlc3BvbnNlIHN0YXR1cwBFeHBlY3RlZCBMRiBhZnRlciBoZWFkZXJzAEludmFsaWQgY2hhcmFjdGVyIGluIGNodW5rIGV4dGVuc2lvbnMAVXNlciBjYWxsYmFjayBlcnJvcgBgb25fcmVzZXRgIGNhbGxiYWNrIGVycm9yAGBvbl9jaHVua19oZWFkZXJgIGNhbGxiYWNrIGVycm9yAGBvbl9tZXNzYWdlX2JlZ2luYCBjYWxsYmFjayBlcnJvcgBgb25fY2h1bmtfZXh0ZW5zaW9uX3ZhbHVlYCBjYWxsYmFjayBlcnJvcgBgb25fc3RhdHVzX2NvbXBsZXRlYCBjYWxsYmFjayBlcnJvcgBgb25fdmVyc2lvbl9jb21wbGV0ZWAgY2FsbGJhY2sgZXJyb3IAYG9uX3VybF9jb21wbGV0ZWAgY2FsbGJhY2sgZXJyb3IAYG9uX3Byb3RvY29sX2NvbXBsZXRlYCBjYWxsYmFjayBlcnJvcgBgb25fY2h1bmtfY29tcGxldGVgIGNhbGxiYWNrIGVycm9yAGBvbl9oZWFkZXJfdmFsdWVfY29tcGxldGVgIGNhbGxiYWNrIGVycm9yAGBvbl9tZXNzYWdlX2NvbXBsZXRlYCBjYWxsYmFjayBlcnJvcgBgb25fbWV0aG9kX2NvbXBsZXRlYCBjYWxsYmFjayBlcnJvcgBgb25faGVhZGVyX2ZpZWxkX2NvbXBsZXRlYCBjYWxsYmFjayBlcnJvcgBgb25fY2h1bmtfZXh0ZW5zaW9uX25hbWVgIGNhbGxiYWNrIGVycm9yAFVuZXhwZWN0ZWQgY2hhciBpbiB1cmwgc2VydmVyAEludmFsaWQgaGVhZGVyIHZhbHVlIGNoYXIASW52YWxpZCBoZWFkZXIgZmllbGQgY2hhcgBTcGFuIGNhbGxiYWNrIGVycm9yIGluIG9uX3ZlcnNpb24ASW52YWxpZCBtaW5vciB2ZXJzaW9uAEludmFsaWQgbWFqb3IgdmVyc2lvbgBFeHBlY3RlZCBzcGFjZSBhZnRlciB2ZXJzaW9uAEV4cGVjdGVkIENSTEYgYWZ0ZXIgdmVyc2lvbgBJbnZhbGlkIEhUVFAgdmVyc2lvbgBJbnZhbGlkIGhlYWRlciB0b2tlbgBTcGFuIGNhbGxiYWNrIGVycm9yIGluIG9uX3VybABJbnZhbGlkIGNoYXJhY3RlcnMgaW4gdXJsAFVuZXhwZWN0ZWQgc3RhcnQgY2hhciBpbiB1cmwARG91YmxlIEAgaW4gdXJsAFNwYW4gY2FsbGJhY2sgZXJyb3IgaW4gb25fcHJvdG9jb2wARW1wdHkgQ29udGVudC1MZW5ndGgASW52YWxpZCBjaGFyYWN0ZXIgaW4gQ29udGVudC1MZW5ndGgAVHJhbnNmZXItRW5jb2RpbmcgY2FuJ3QgYmUgcHJlc2VudCB3aXRoIENvbnRlbnQtTGVuZ3RoAER1cGxpY2F0ZSBDb250ZW50LUxlbmd0aABJbnZhbGlkIGNoYXIgaW4gdXJsIHBhdGgAQ29udGVudC1MZW5ndGggY2FuJ3QgYmUgcHJlc2VudCB3aXRoIFRyYW5zZmVyLUVuY29kaW5nAE1pc3NpbmcgZXhwZWN0ZWQgQ1IgYWZ0ZXIgY2h1bmsgc2l6ZQBFeHBlY3RlZCBMRiBhZnRlciBjaHVuayBzaXplAEludmFsaWQgY2hhcmFjdGVyIGluIGNodW5rIHNpemUAU3BhbiBjYWxsYmFjayBlcnJvciBpbiBvbl9oZWFkZXJfdmFsdWUAU3BhbiBjYWxsYmFjayBlcnJvciBpbiBvbl9jaHVua19leHRlbnNpb25fdmFsdWUASW52YWxpZCBjaGFyYWN0ZXIgaW4gY2h1bmsgZXh0ZW5zaW9ucyB2YWx1ZQBVbmV4cGVjdGVkIHdoaXRlc3BhY2UgYWZ0ZXIgaGVhZGVyIHZhbHVlAE1pc3NpbmcgZXhwZWN0ZWQgQ1IgYWZ0ZXIgaGVhZGVyIHZhbHVlAE1pc3NpbmcgZXhwZWN0ZWQgTEYgYWZ0ZXIgaGVhZGVyIHZhbHVlAEludmFsaWQgYFRyYW5zZmVyLUVuY29kaW5nYCBoZWFkZXIgdmFsdWUATWlzc2luZyBleHBlY3RlZCBDUiBhZnRlciBjaHVuayBleHRlbnNpb24gdmFsdWUASW52YWxpZCBjaGFyYWN0ZXIgaW4gY2h1bmsgZXh0ZW5zaW9ucyBxdW90ZSB2YWx1ZQBJbnZhbGlkIHF1b3RlZC1wYWlyIGluIGNodW5rIGV4dGVuc2lvbnMgcXVvdGVkIHZhbHVlAEludmFsaWQgY2hhcmFjdGVyIGluIGNodW5rIGV4dGVuc2lvbnMgcXVvdGVkIHZhbHVlAFBhdXNlZCBieSBvbl9oZWFkZXJzX2NvbXBsZXRlAEludmFsaWQgRU9GIHN0YXRlAG9uX3Jlc2V0IHBhdXNlAG9uX2NodW5rX2hlYWRlciBwYXVzZQBvbl9tZXNzYWdlX2JlZ2luIHBhdXNlAG9uX2NodW5rX2V4dGVuc2lvbl92YWx1ZSBwYXVzZQBvbl9zdGF0dXNfY29tcGxldGUgcGF1c2UAb25fdmVyc2lvbl9jb21wbGV0ZSBwYXVzZQBvbl91cmxfY29tcGxldGUgcGF1c2UAb25fcHJvdG9jb2xfY29tcGxldGUgcGF1c2UAb25fY2h1bmtfY29tcGxldGUgcGF1c2UAb25faGVhZGVyX3ZhbHVlX2NvbXBsZXRlIHBhdXNlAG9uX21lc3NhZ2VfY29tcGxldGUgcGF1c2UAb25fbWV0aG9kX2NvbXBsZXRlIHBhdXNlAG9uX2hlYWRlcl9maWVsZF9jb21wbGV0ZSBwYXVzZQBvbl9jaHVua19leHRlbnNpb25fbmFtZSBwYXVzZQBVbmV4cGVjdGVkIHNwYWNlIGFmdGVyIHN0YXJ0IGxpbmUATWlzc2luZyBleHBlY3RlZCBDUiBhZnRlciByZXNwb25zZSBsaW5lAFNwYW4gY2FsbGJhY2sgZXJyb3IgaW4gb25fY2h1bmtfZXh0ZW5zaW9uX25hbWUASW52YWxpZCBjaGFyYWN0ZXIgaW4gY2h1bmsgZXh0ZW5zaW9ucyBuYW1lAE1pc3NpbmcgZXhwZWN0ZWQgQ1IgYWZ0ZXIgY2h1bmsgZXh0ZW5zaW9uIG5hbWUASW52YWxpZCBzdGF0dXMgY29kZQBQYXVzZSBvbiBDT05ORUNUL1VwZ3JhZGUAUGF1c2Ugb24gUFJJL1VwZ3JhZGUARXhwZWN0ZWQgSFRUUC8yIENvbm5lY3Rpb24gUHJlZmFjZQBTcGFuIGNhbGxiYWNrIGVycm9yIGluIG9uX21ldGhvZABFeHBlY3RlZCBzcGFjZSBhZnRlciBtZXRob2QAU3BhbiBjYWxsYmFjayBlcnJvciBpbiBvbl9oZWFkZXJfZmllbGQAUGF1c2VkAEludmFsaWQgd29yZCBlbmNvdW50ZXJlZABJbnZhbGlkIG1ldGhvZCBlbmNvdW50ZXJlZABNaXNzaW5nIGV4cGVjdGVkIENSIGFmdGVyIGNodW5rIGRhdGEARXhwZWN0ZWQgTEYgYWZ0ZXIgY2h1bmsgZGF0YQBVbmV4cGVjdGVkIGNoYXIgaW4gdXJsIHNjaGVtYQBSZXF1ZXN0IGhhcyBpbnZhbGlkIGBUcmFuc2Zlci1FbmNvZGluZ2AARGF0YSBhZnRlciBgQ29ubmVjdGlvbjogY2xvc2VgAFNXSVRDSF9QUk9YWQBVU0VfUFJPWFkATUtBQ1RJVklUWQBVTlBST0NFU1NBQkxFX0VOVElUWQBRVUVSWQBDT1BZAE1PVkVEX1BFUk1BTkVOVExZAFRPT19FQVJMWQBOT1RJRlkARkFJTEVEX0RFUEVOREVOQ1kAQkFEX0dBVEVXQVkAUExBWQBQVVQAQ0hFQ0tPVVQAR0FURVdBWV9USU1FT1VUAFJFUVVFU1RfVElNRU9VVABORVRXT1JLX0NPTk5FQ1RfVElNRU9VVABDT05ORUNUSU9OX1RJTUVPVVQATE9HSU5fVElNRU9VVABORVRXT1JLX1JFQURfVElNRU9VVABQT1NUAE1JU0RJUkVDVEVEX1JFUVVFU1QAQ0xJRU5UX0NMT1NFRF9SRVFVRVNUAENMSUVOVF9DTE9TRURfTE9BRF9CQUxBTkNFRF9SRVFVRVNUAEJBRF9SRVFVRVNUAEhUVFBfUkVRVUVTVF9TRU5UX1RPX0hUVFBTX1BPUlQAUkVQT1JUAElNX0FfVEVBUE9UAFJFU0VUX0NPTlRFTlQATk9fQ09OVEVOVABQQVJUSUFMX0NPTlRFTlQASFBFX0lOVkFMSURfQ09OU1RBTlQASFBFX0NCX1JFU0VUAEdFVABIUEVfU1RSSUNUAENPTkZMSUNUAFRFTVBPUkFSWV9SRURJUkVDVABQRVJNQU5FTlRfUkVESVJFQ1QAQ09OTkVDVABNVUxUSV9TVEFUVVMASFBFX0lOVkFMSURfU1RBVFVTAFRPT19NQU5ZX1JFUVVFU1RTAEVBUkxZX0hJTlRTAFVOQVZBSUxBQkxFX0ZPUl9MRUdBTF9SRUFTT05TAE9QVElPTlMAU1dJVENISU5HX1BST1RPQ09MUwBWQVJJQU5UX0FMU09fTkVHT1RJQVRFUwBNVUxUSVBMRV9DSE9JQ0VTAElOVEVSTkFMX1NFUlZFUl9FUlJPUgBXRUJfU0VSVkVSX1VOS05PV05fRVJST1IAUkFJTEdVTl9FUlJPUgBJREVOVElUWV9QUk9WSURFUl9BVVRIRU5USUNBVElPTl9FUlJPUgBTU0xfQ0VSVElGSUNBVEVfRVJST1IASU5WQUxJRF9YX0ZPUldBUkRFRF9GT1IAU0VUX1BBUkFNRVRFUgBHRVRfUEFSQU1FVEVSAEhQRV9VU0VSAFNFRV9PVEhFUgBIUEVfQ0JfQ0hVTktfSEVBREVSAEV4cGVjdGVkIExGIGFmdGVyIENSAE1LQ0FMRU5EQVIAU0VUVVAAV0VCX1NFUlZFUl9JU19ET1dOAFRFQVJET1dOAEhQRV9DTE9TRURfQ09OTkVDVElPTgBIRVVSSVNUSUNfRVhQSVJBVElPTgBESVNDT05ORUNURURfT1BFUkFUSU9OAE5PTl9BVVRIT1JJVEFUSVZFX0lORk9STUFUSU9OAEhQRV9JTlZBTElEX1ZFUlNJT04ASFBFX0NCX01FU1NBR0VfQkVHSU4AU0lURV9JU19GUk9aRU4ASFBFX0lOVkFMSURfSEVBREVSX1RPS0VOAElOVkFMSURfVE9LRU4ARk9SQklEREVOAEVOSEFOQ0VfWU9VUl9DQUxNAEhQRV9JTlZBTElEX1VSTABCTE9DS0VEX0JZX1BBUkVOVEFMX0NPTlRST0wATUtDT0wAQUNMAEhQRV9JTlRFUk5BTABSRVFVRVNUX0hFQURFUl9GSUVMRFNfVE9PX0xBUkdFX1VOT0ZGSUNJQUwASFBFX09LAFVOTElOSwBVTkxPQ0sAUFJJAFJFVFJZX1dJVEgASFBFX0lOVkFMSURfQ09OVEVOVF9MRU5HVEgASFBFX1VORVhQRUNURURfQ09OVEVOVF9MRU5HVEgARkxVU0gAUFJPUFBBVENIAE0tU0VBUkNIAFVSSV9UT09fTE9ORwBQUk9DRVNTSU5HAE1JU0NFTExBTkVPVVNfUEVSU0lTVEVOVF9XQVJOSU5HAE1JU0NFTExBTkVPVVNfV0FSTklORwBIUEVfSU5WQUxJRF9UUkFOU0ZFUl9FTkNPRElORwBFeHBlY3RlZCBDUkxGAEhQRV9JTlZBTElEX0NIVU5LX1NJWkUATU9WRQBDT05USU5VRQBIUEVfQ0JfU1RBVFVTX0NPTVBMRVRFAEhQRV9DQl9IRUFERVJTX0NPTVBMRVRFAEhQRV9DQl9WRVJTSU9OX0NPTVBMRVRFAEhQRV9DQl9VUkxfQ09NUExFVEUASFBFX0NCX1BST1RPQ09MX0NPTVBMRVRFAEhQRV9DQl9DSFVOS19DT01QTEVURQBIUEVfQ0JfSEVBREVSX1ZBTFVFX0NPTVBMRVRFAEhQRV9DQl9DSFVOS19FWFRFTlNJT05fVkFMVUVfQ09NUExFVEUASFBFX0NCX0NIVU5LX0VYVEVOU0lPTl9OQU1FX0NPTVBMRVRFAEhQRV9DQl9NRVNTQUdFX0NPTVBMRVRFAEhQRV9DQl9NRVRIT0RfQ09NUExFVEUASFBFX0NCX0hFQURFUl9GSUVMRF9DT01QTEVURQBERUxFVEUASFBFX0lOVkFMSURfRU9GX1NUQVRFAElOVkFMSURfU1NMX0NFUlRJRklDQVRFAFBBVVNFAE5PX1JFU1BPTlNFAFVOU1VQUE9SVEVEX01FRElBX1RZUEUAR09ORQBOT1RfQUNDRVBUQUJMRQBTRVJWSUNFX1VOQVZBSUxBQkxFAFJBTkdFX05PVF9TQVRJU0ZJQUJMRQBPUklHSU5fSVNfVU5SRUFDSEFCTEUAUkVTUE9OU0VfSVNfU1RBTEUAUFVSR0UATUVSR0UAUkVRVUVTVF9IRUFERVJfRklFTERTX1RPT19MQVJHRQBSRVFVRVNUX0hFQURFUl9UT09fTEFSR0UAUEFZTE9BRF9UT09fTEFSR0UASU5TVUZGSUNJRU5UX1NUT1JBR0UASFBFX1BBVVNFRF9VUEdSQURFAEhQRV9QQVVTRURfSDJfVVBHUkFERQBTT1VSQ0UAQU5OT1VOQ0UAVFJBQ0UASFBFX1VORVhQRUNURURfU1BBQ0UAREVTQ1JJQkUAVU5TVUJTQ1JJQkUAUkVDT1JEAEhQRV9JTlZBTElEX01FVEhPRABOT1RfRk9VTkQAUFJPUEZJTkQAVU5CSU5EAFJFQklORABVTkFVVEhPUklaRUQATUVUSE9EX05PVF9BTExPV0VEAEhUVFBfVkVSU0lPTl9OT1RfU1VQUE9SVEVEAEFMUkVBRFlfUkVQT1JURUQAQUNDRVBURUQATk9UX0lNUExFTUVOVEVEAExPT1BfREVURUNURUQASFBFX0NSX0VYUEVDVEVEAEhQRV9MRl9FWFBFQ1RFRABDUkVBVEVEAElNX1VTRUQASFBFX1BBVVNFRABUSU1FT1VUX09DQ1VSRUQAUEFZTUVOVF9SRVFVSVJFRABQUkVDT05ESVRJT05fUkVRVUlSRUQAUFJPWFlfQVVUSEVOVElDQVRJT05fUkVRVUlSRUQATkVUV09SS19BVVRIRU5USUNBVElPTl9SRVFVSVJFRABMRU5HVEhfUkVRVUlSRUQAU1NMX0NFUlRJRklDQVRFX1JFUVVJUkVEAFVQR1JBREVfUkVRVUlSRUQAUEFHRV9FWFBJUkVEAFBSRUNPTkRJVElPTl9GQUlMRUQARVhQRUNUQVRJT05fRkFJTEVEAFJFVkFMSURBVElPTl9GQUlMRUQAU1NMX0hBTkRTSEFLRV9GQUlMRUQATE9DS0VEAFRSQU5TRk9STUFUSU9OX0FQUExJRUQATk9UX01PRElGSUVEAE5PVF9FWFRFTkRFRABCQU5EV0lEVEhfTElNSVRfRVhDRUVERUQAU0lURV9JU19PVkVSTE9BREVEAEhFQUQARXhwZWN0ZWQgSFRUUC8sIFJUU1AvIG9yIElDRS8A5xUAAK8VAACkEgAAkhoAACYWAACeFAAA2xkAAHkVAAB+EgAA/hQAADYVAAALFgAA2BYAAPMSAABCGAAArBYAABIVAAAUFwAA7xcAAEgUAABxFwAAshoAAGsZAAB+GQAANRQAAIIaAABEFwAA/RYAAB4YAACHFwAAqhkAAJMSAAAHGAAALBcAAMoXAACkFwAA5xUAAOcVAABYFwAAOxgAAKASAAAtHAAAwxEAAEgRAADeEgAAQhMAAKQZAAD9EAAA9xUAAKUVAADvFgAA+BkAAEoWAABWFgAA9RUAAAoaAAAIGgAAARoAAKsVAABCEgAA1xAAAEwRAAAFGQAAVBYAAB4RAADKGQAAyBkAAE4WAAD/GAAAcRQAAPAVAADuFQAAlBkAAPwVAAC/GQAAmxkAAHwUAABDEQAAcBgAAJUUAAAnFAAAGRQAANUSAADUGQAARBYAAPcQAEG5OwsBAQBB0DsL4AEBAQIBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEDAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQBBuj0LBAEAAAIAQdE9C14DBAMDAwMDAAADAwADAwADAwMDAwMDAwMDAAUAAAAAAAMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAAAAAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMAAwADAEG6PwsEAQAAAgBB0T8LXgMAAwMDAwMAAAMDAAMDAAMDAwMDAwMDAwMABAAFAAAAAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMAAAADAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwADAAMAQbDBAAsNbG9zZWVlcC1hbGl2ZQBBycEACwEBAEHgwQAL4AEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQBBycMACwEBAEHgwwAL5wEBAQEBAQEBAQEBAQECAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAWNodW5rZWQAQfHFAAteAQABAQEBAQAAAQEAAQEAAQEBAQEBAQEBAQAAAAAAAAABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQAAAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAAEAAQBB0McACyFlY3Rpb25lbnQtbGVuZ3Rob25yb3h5LWNvbm5lY3Rpb24AQYDIAAsgcmFuc2Zlci1lbmNvZGluZ3BncmFkZQ0KDQpTTQ0KDQoAQanIAAsFAQIAAQMAQcDIAAtfBAUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUAQanKAAsFAQIAAQMAQcDKAAtfBAUFBgUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUAQanMAAsEAQAAAQBBwcwAC14CAgACAgICAgICAgICAgICAgICAgICAgICAgICAgIAAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAEGpzgALBQECAAEDAEHAzgALXwQFAAAFBQUFBQUFBQUFBQYFBQUFBQUFBQUFBQUABQAHCAUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQAFAAUABQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUAAAAFAEGp0AALBQEBAAEBAEHA0AALAQEAQdrQAAtBAgAAAAAAAAMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAAAAAAAAAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMAQanSAAsFAQEAAQEAQcDSAAsBAQBBytIACwYCAAAAAAIAQeHSAAs6AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMAAAAAAAADAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwBBoNQAC50BTk9VTkNFRUNLT1VUTkVDVEVURUNSSUJFTFVTSEVURUFEU0VBUkNIUkdFQ1RJVklUWUxFTkRBUlZFT1RJRllQVElPTlNDSFNFQVlTVEFUQ0hHRVVFUllPUkRJUkVDVE9SVFJDSFBBUkFNRVRFUlVSQ0VCU0NSSUJFQVJET1dOQUNFSU5ETktDS1VCU0NSSUJFVFRQQ0VUU1BBRFRQLw=='

let wasmBuffer

Object.defineProperty(module, 'exports', {
  get: () => {
	return wasmBuffer
      ? wasmBuffer
      : (wasmBuffer = Buffer.from(wasmBase64, 'base64'))
  }
})


/***/ }),

/***/ 1285:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

/* module decorator */ module = __nccwpck_require__.nmd(module);


const { Buffer } = __nccwpck_require__(4573)

const wasmBase64 = 'AGFzbQEAAAABJwdgAX8Bf2ADf39/AX9gAn9/AGABfwBgBH9/f38Bf2AAAGADf39/AALLAQgDZW52GHdhc21fb25faGVhZGVyc19jb21wbGV0ZQAEA2VudhV3YXNtX29uX21lc3NhZ2VfYmVnaW4AAANlbnYLd2FzbV9vbl91cmwAAQNlbnYOd2FzbV9vbl9zdGF0dXMAAQNlbnYUd2FzbV9vbl9oZWFkZXJfZmllbGQAAQNlbnYUd2FzbV9vbl9oZWFkZXJfdmFsdWUAAQNlbnYMd2FzbV9vbl9ib2R5AAEDZW52GHdhc21fb25fbWVzc2FnZV9jb21wbGV0ZQAAAzU0BQYAAAMAAAAAAAADAQMAAwMDAAACAAAAAAICAgICAgICAgIBAQEBAQEBAQEBAwAAAwAAAAQFAXABExMFAwEAAgYIAX8BQcDZBAsHxQcoBm1lbW9yeQIAC19pbml0aWFsaXplAAgZX19pbmRpcmVjdF9mdW5jdGlvbl90YWJsZQEAC2xsaHR0cF9pbml0AAkYbGxodHRwX3Nob3VsZF9rZWVwX2FsaXZlADcMbGxodHRwX2FsbG9jAAsGbWFsbG9jADkLbGxodHRwX2ZyZWUADARmcmVlAAwPbGxodHRwX2dldF90eXBlAA0VbGxodHRwX2dldF9odHRwX21ham9yAA4VbGxodHRwX2dldF9odHRwX21pbm9yAA8RbGxodHRwX2dldF9tZXRob2QAEBZsbGh0dHBfZ2V0X3N0YXR1c19jb2RlABESbGxodHRwX2dldF91cGdyYWRlABIMbGxodHRwX3Jlc2V0ABMObGxodHRwX2V4ZWN1dGUAFBRsbGh0dHBfc2V0dGluZ3NfaW5pdAAVDWxsaHR0cF9maW5pc2gAFgxsbGh0dHBfcGF1c2UAFw1sbGh0dHBfcmVzdW1lABgbbGxodHRwX3Jlc3VtZV9hZnRlcl91cGdyYWRlABkQbGxodHRwX2dldF9lcnJubwAaF2xsaHR0cF9nZXRfZXJyb3JfcmVhc29uABsXbGxodHRwX3NldF9lcnJvcl9yZWFzb24AHBRsbGh0dHBfZ2V0X2Vycm9yX3BvcwAdEWxsaHR0cF9lcnJub19uYW1lAB4SbGxodHRwX21ldGhvZF9uYW1lAB8SbGxodHRwX3N0YXR1c19uYW1lACAabGxodHRwX3NldF9sZW5pZW50X2hlYWRlcnMAISFsbGh0dHBfc2V0X2xlbmllbnRfY2h1bmtlZF9sZW5ndGgAIh1sbGh0dHBfc2V0X2xlbmllbnRfa2VlcF9hbGl2ZQAjJGxsaHR0cF9zZXRfbGVuaWVudF90cmFuc2Zlcl9lbmNvZGluZwAkGmxsaHR0cF9zZXRfbGVuaWVudF92ZXJzaW9uACUjbGxodHRwX3NldF9sZW5pZW50X2RhdGFfYWZ0ZXJfY2xvc2UAJidsbGh0dHBfc2V0X2xlbmllbnRfb3B0aW9uYWxfbGZfYWZ0ZXJfY3IAJyxsbGh0dHBfc2V0X2xlbmllbnRfb3B0aW9uYWxfY3JsZl9hZnRlcl9jaHVuawAoKGxsaHR0cF9zZXRfbGVuaWVudF9vcHRpb25hbF9jcl9iZWZvcmVfbGYAKSpsbGh0dHBfc2V0X2xlbmllbnRfc3BhY2VzX2FmdGVyX2NodW5rX3NpemUAKhhsbGh0dHBfbWVzc2FnZV9uZWVkc19lb2YANgkYAQBBAQsSAQIDBAUKBgcyNDMuKy8tLDAxCuzaAjQWAEHA1QAoAgAEQAALQcDVAEEBNgIACxQAIAAQOCAAIAI2AjggACABOgAoCxQAIAAgAC8BNCAALQAwIAAQNxAACx4BAX9BwAAQOiIBEDggAUGACDYCOCABIAA6ACggAQuPDAEHfwJAIABFDQAgAEEIayIBIABBBGsoAgAiAEF4cSIEaiEFAkAgAEEBcQ0AIABBA3FFDQEgASABKAIAIgBrIgFB1NUAKAIASQ0BIAAgBGohBAJAAkBB2NUAKAIAIAFHBEAgAEH/AU0EQCAAQQN2IQMgASgCCCIAIAEoAgwiAkYEQEHE1QBBxNUAKAIAQX4gA3dxNgIADAULIAIgADYCCCAAIAI2AgwMBAsgASgCGCEGIAEgASgCDCIARwRAIAAgASgCCCICNgIIIAIgADYCDAwDCyABQRRqIgMoAgAiAkUEQCABKAIQIgJFDQIgAUEQaiEDCwNAIAMhByACIgBBFGoiAygCACICDQAgAEEQaiEDIAAoAhAiAg0ACyAHQQA2AgAMAgsgBSgCBCIAQQNxQQNHDQIgBSAAQX5xNgIEQczVACAENgIAIAUgBDYCACABIARBAXI2AgQMAwtBACEACyAGRQ0AAkAgASgCHCICQQJ0QfTXAGoiAygCACABRgRAIAMgADYCACAADQFByNUAQcjVACgCAEF+IAJ3cTYCAAwCCyAGQRBBFCAGKAIQIAFGG2ogADYCACAARQ0BCyAAIAY2AhggASgCECICBEAgACACNgIQIAIgADYCGAsgAUEUaigCACICRQ0AIABBFGogAjYCACACIAA2AhgLIAEgBU8NACAFKAIEIgBBAXFFDQACQAJAAkACQCAAQQJxRQRAQdzVACgCACAFRgRAQdzVACABNgIAQdDVAEHQ1QAoAgAgBGoiADYCACABIABBAXI2AgQgAUHY1QAoAgBHDQZBzNUAQQA2AgBB2NUAQQA2AgAMBgtB2NUAKAIAIAVGBEBB2NUAIAE2AgBBzNUAQczVACgCACAEaiIANgIAIAEgAEEBcjYCBCAAIAFqIAA2AgAMBgsgAEF4cSAEaiEEIABB/wFNBEAgAEEDdiEDIAUoAggiACAFKAIMIgJGBEBBxNUAQcTVACgCAEF+IAN3cTYCAAwFCyACIAA2AgggACACNgIMDAQLIAUoAhghBiAFIAUoAgwiAEcEQEHU1QAoAgAaIAAgBSgCCCICNgIIIAIgADYCDAwDCyAFQRRqIgMoAgAiAkUEQCAFKAIQIgJFDQIgBUEQaiEDCwNAIAMhByACIgBBFGoiAygCACICDQAgAEEQaiEDIAAoAhAiAg0ACyAHQQA2AgAMAgsgBSAAQX5xNgIEIAEgBGogBDYCACABIARBAXI2AgQMAwtBACEACyAGRQ0AAkAgBSgCHCICQQJ0QfTXAGoiAygCACAFRgRAIAMgADYCACAADQFByNUAQcjVACgCAEF+IAJ3cTYCAAwCCyAGQRBBFCAGKAIQIAVGG2ogADYCACAARQ0BCyAAIAY2AhggBSgCECICBEAgACACNgIQIAIgADYCGAsgBUEUaigCACICRQ0AIABBFGogAjYCACACIAA2AhgLIAEgBGogBDYCACABIARBAXI2AgQgAUHY1QAoAgBHDQBBzNUAIAQ2AgAMAQsgBEH/AU0EQCAEQXhxQezVAGohAAJ/QcTVACgCACICQQEgBEEDdnQiA3FFBEBBxNUAIAIgA3I2AgAgAAwBCyAAKAIICyICIAE2AgwgACABNgIIIAEgADYCDCABIAI2AggMAQtBHyECIARB////B00EQCAEQSYgBEEIdmciAGt2QQFxIABBAXRrQT5qIQILIAEgAjYCHCABQgA3AhAgAkECdEH01wBqIQACQEHI1QAoAgAiA0EBIAJ0IgdxRQRAIAAgATYCAEHI1QAgAyAHcjYCACABIAA2AhggASABNgIIIAEgATYCDAwBCyAEQRkgAkEBdmtBACACQR9HG3QhAiAAKAIAIQACQANAIAAiAygCBEF4cSAERg0BIAJBHXYhACACQQF0IQIgAyAAQQRxakEQaiIHKAIAIgANAAsgByABNgIAIAEgAzYCGCABIAE2AgwgASABNgIIDAELIAMoAggiACABNgIMIAMgATYCCCABQQA2AhggASADNgIMIAEgADYCCAtB5NUAQeTVACgCAEEBayIAQX8gABs2AgALCwcAIAAtACgLBwAgAC0AKgsHACAALQArCwcAIAAtACkLBwAgAC8BNAsHACAALQAwC0ABBH8gACgCGCEBIAAvAS4hAiAALQAoIQMgACgCOCEEIAAQOCAAIAQ2AjggACADOgAoIAAgAjsBLiAAIAE2AhgLhocCAwd/A34BeyABIAJqIQQCQCAAIgMoAgwiAA0AIAMoAgQEQCADIAE2AgQLIwBBEGsiCSQAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACfwJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQCADKAIcIgJBAmsO/AEB+QECAwQFBgcICQoLDA0ODxAREvgBE/cBFBX2ARYX9QEYGRobHB0eHyD9AfsBIfQBIiMkJSYnKCkqK/MBLC0uLzAxMvIB8QEzNPAB7wE1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk/6AVBRUlPuAe0BVOwBVesBVldYWVrqAVtcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AAYEBggGDAYQBhQGGAYcBiAGJAYoBiwGMAY0BjgGPAZABkQGSAZMBlAGVAZYBlwGYAZkBmgGbAZwBnQGeAZ8BoAGhAaIBowGkAaUBpgGnAagBqQGqAasBrAGtAa4BrwGwAbEBsgGzAbQBtQG2AbcBuAG5AboBuwG8Ab0BvgG/AcABwQHCAcMBxAHFAcYBxwHIAckBygHLAcwBzQHOAekB6AHPAecB0AHmAdEB0gHTAdQB5QHVAdYB1wHYAdkB2gHbAdwB3QHeAd8B4AHhAeIB4wEA/AELQQAM4wELQQ4M4gELQQ0M4QELQQ8M4AELQRAM3wELQRMM3gELQRQM3QELQRUM3AELQRYM2wELQRcM2gELQRgM2QELQRkM2AELQRoM1wELQRsM1gELQRwM1QELQR0M1AELQR4M0wELQR8M0gELQSAM0QELQSEM0AELQQgMzwELQSIMzgELQSQMzQELQSMMzAELQQcMywELQSUMygELQSYMyQELQScMyAELQSgMxwELQRIMxgELQREMxQELQSkMxAELQSoMwwELQSsMwgELQSwMwQELQd4BDMABC0EuDL8BC0EvDL4BC0EwDL0BC0ExDLwBC0EyDLsBC0EzDLoBC0E0DLkBC0HfAQy4AQtBNQy3AQtBOQy2AQtBDAy1AQtBNgy0AQtBNwyzAQtBOAyyAQtBPgyxAQtBOgywAQtB4AEMrwELQQsMrgELQT8MrQELQTsMrAELQQoMqwELQTwMqgELQT0MqQELQeEBDKgBC0HBAAynAQtBwAAMpgELQcIADKUBC0EJDKQBC0EtDKMBC0HDAAyiAQtBxAAMoQELQcUADKABC0HGAAyfAQtBxwAMngELQcgADJ0BC0HJAAycAQtBygAMmwELQcsADJoBC0HMAAyZAQtBzQAMmAELQc4ADJcBC0HPAAyWAQtB0AAMlQELQdEADJQBC0HSAAyTAQtB0wAMkgELQdUADJEBC0HUAAyQAQtB1gAMjwELQdcADI4BC0HYAAyNAQtB2QAMjAELQdoADIsBC0HbAAyKAQtB3AAMiQELQd0ADIgBC0HeAAyHAQtB3wAMhgELQeAADIUBC0HhAAyEAQtB4gAMgwELQeMADIIBC0HkAAyBAQtB5QAMgAELQeIBDH8LQeYADH4LQecADH0LQQYMfAtB6AAMewtBBQx6C0HpAAx5C0EEDHgLQeoADHcLQesADHYLQewADHULQe0ADHQLQQMMcwtB7gAMcgtB7wAMcQtB8AAMcAtB8gAMbwtB8QAMbgtB8wAMbQtB9AAMbAtB9QAMawtB9gAMagtBAgxpC0H3AAxoC0H4AAxnC0H5AAxmC0H6AAxlC0H7AAxkC0H8AAxjC0H9AAxiC0H+AAxhC0H/AAxgC0GAAQxfC0GBAQxeC0GCAQxdC0GDAQxcC0GEAQxbC0GFAQxaC0GGAQxZC0GHAQxYC0GIAQxXC0GJAQxWC0GKAQxVC0GLAQxUC0GMAQxTC0GNAQxSC0GOAQxRC0GPAQxQC0GQAQxPC0GRAQxOC0GSAQxNC0GTAQxMC0GUAQxLC0GVAQxKC0GWAQxJC0GXAQxIC0GYAQxHC0GZAQxGC0GaAQxFC0GbAQxEC0GcAQxDC0GdAQxCC0GeAQxBC0GfAQxAC0GgAQw/C0GhAQw+C0GiAQw9C0GjAQw8C0GkAQw7C0GlAQw6C0GmAQw5C0GnAQw4C0GoAQw3C0GpAQw2C0GqAQw1C0GrAQw0C0GsAQwzC0GtAQwyC0GuAQwxC0GvAQwwC0GwAQwvC0GxAQwuC0GyAQwtC0GzAQwsC0G0AQwrC0G1AQwqC0G2AQwpC0G3AQwoC0G4AQwnC0G5AQwmC0G6AQwlC0G7AQwkC0G8AQwjC0G9AQwiC0G+AQwhC0G/AQwgC0HAAQwfC0HBAQweC0HCAQwdC0EBDBwLQcMBDBsLQcQBDBoLQcUBDBkLQcYBDBgLQccBDBcLQcgBDBYLQckBDBULQcoBDBQLQcsBDBMLQcwBDBILQc0BDBELQc4BDBALQc8BDA8LQdABDA4LQdEBDA0LQdIBDAwLQdMBDAsLQdQBDAoLQdUBDAkLQdYBDAgLQeMBDAcLQdcBDAYLQdgBDAULQdkBDAQLQdoBDAMLQdsBDAILQd0BDAELQdwBCyECA0ACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAIAMCfwJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACfwJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACfwJAAkACQAJAAkACQAJAAn8CQAJAAkACfwJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgAwJ/AkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJ/AkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQCACDuMBAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISMkJScoKZ4DmwOaA5EDigODA4AD/QL7AvgC8gLxAu8C7QLoAucC5gLlAuQC3ALbAtoC2QLYAtcC1gLVAs8CzgLMAssCygLJAsgCxwLGAsQCwwK+ArwCugK5ArgCtwK2ArUCtAKzArICsQKwAq4CrQKpAqgCpwKmAqUCpAKjAqICoQKgAp8CmAKQAowCiwKKAoEC/gH9AfwB+wH6AfkB+AH3AfUB8wHwAesB6QHoAecB5gHlAeQB4wHiAeEB4AHfAd4B3QHcAdoB2QHYAdcB1gHVAdQB0wHSAdEB0AHPAc4BzQHMAcsBygHJAcgBxwHGAcUBxAHDAcIBwQHAAb8BvgG9AbwBuwG6AbkBuAG3AbYBtQG0AbMBsgGxAbABrwGuAa0BrAGrAaoBqQGoAacBpgGlAaQBowGiAZ8BngGZAZgBlwGWAZUBlAGTAZIBkQGQAY8BjQGMAYcBhgGFAYQBgwGCAX18e3p5dnV0UFFSU1RVCyABIARHDXJB/QEhAgy+AwsgASAERw2YAUHbASECDL0DCyABIARHDfEBQY4BIQIMvAMLIAEgBEcN/AFBhAEhAgy7AwsgASAERw2KAkH/ACECDLoDCyABIARHDZECQf0AIQIMuQMLIAEgBEcNlAJB+wAhAgy4AwsgASAERw0eQR4hAgy3AwsgASAERw0ZQRghAgy2AwsgASAERw3KAkHNACECDLUDCyABIARHDdUCQcYAIQIMtAMLIAEgBEcN1gJBwwAhAgyzAwsgASAERw3cAkE4IQIMsgMLIAMtADBBAUYNrQMMiQMLQQAhAAJAAkACQCADLQAqRQ0AIAMtACtFDQAgAy8BMiICQQJxRQ0BDAILIAMvATIiAkEBcUUNAQtBASEAIAMtAChBAUYNACADLwE0IgZB5ABrQeQASQ0AIAZBzAFGDQAgBkGwAkYNACACQcAAcQ0AQQAhACACQYgEcUGABEYNACACQShxQQBHIQALIANBADsBMiADQQA6ADECQCAARQRAIANBADoAMSADLQAuQQRxDQEMsQMLIANCADcDIAsgA0EAOgAxIANBAToANgxIC0EAIQACQCADKAI4IgJFDQAgAigCMCICRQ0AIAMgAhEAACEACyAARQ1IIABBFUcNYiADQQQ2AhwgAyABNgIUIANB0hs2AhAgA0EVNgIMQQAhAgyvAwsgASAERgRAQQYhAgyvAwsgAS0AAEEKRw0ZIAFBAWohAQwaCyADQgA3AyBBEiECDJQDCyABIARHDYoDQSMhAgysAwsgASAERgRAQQchAgysAwsCQAJAIAEtAABBCmsOBAEYGAAYCyABQQFqIQFBECECDJMDCyABQQFqIQEgA0Evai0AAEEBcQ0XQQAhAiADQQA2AhwgAyABNgIUIANBmSA2AhAgA0EZNgIMDKsDCyADIAMpAyAiDCAEIAFrrSIKfSILQgAgCyAMWBs3AyAgCiAMWg0YQQghAgyqAwsgASAERwRAIANBCTYCCCADIAE2AgRBFCECDJEDC0EJIQIMqQMLIAMpAyBQDa4CDEMLIAEgBEYEQEELIQIMqAMLIAEtAABBCkcNFiABQQFqIQEMFwsgA0Evai0AAEEBcUUNGQwmC0EAIQACQCADKAI4IgJFDQAgAigCUCICRQ0AIAMgAhEAACEACyAADRkMQgtBACEAAkAgAygCOCICRQ0AIAIoAlAiAkUNACADIAIRAAAhAAsgAA0aDCQLQQAhAAJAIAMoAjgiAkUNACACKAJQIgJFDQAgAyACEQAAIQALIAANGwwyCyADQS9qLQAAQQFxRQ0cDCILQQAhAAJAIAMoAjgiAkUNACACKAJUIgJFDQAgAyACEQAAIQALIAANHAxCC0EAIQACQCADKAI4IgJFDQAgAigCVCICRQ0AIAMgAhEAACEACyAADR0MIAsgASAERgRAQRMhAgygAwsCQCABLQAAIgBBCmsOBB8jIwAiCyABQQFqIQEMHwtBACEAAkAgAygCOCICRQ0AIAIoAlQiAkUNACADIAIRAAAhAAsgAA0iDEILIAEgBEYEQEEWIQIMngMLIAEtAABBwMEAai0AAEEBRw0jDIMDCwJAA0AgAS0AAEGwO2otAAAiAEEBRwRAAkAgAEECaw4CAwAnCyABQQFqIQFBISECDIYDCyAEIAFBAWoiAUcNAAtBGCECDJ0DCyADKAIEIQBBACECIANBADYCBCADIAAgAUEBaiIBEDQiAA0hDEELQQAhAAJAIAMoAjgiAkUNACACKAJUIgJFDQAgAyACEQAAIQALIAANIwwqCyABIARGBEBBHCECDJsDCyADQQo2AgggAyABNgIEQQAhAAJAIAMoAjgiAkUNACACKAJQIgJFDQAgAyACEQAAIQALIAANJUEkIQIMgQMLIAEgBEcEQANAIAEtAABBsD1qLQAAIgBBA0cEQCAAQQFrDgUYGiaCAyUmCyAEIAFBAWoiAUcNAAtBGyECDJoDC0EbIQIMmQMLA0AgAS0AAEGwP2otAAAiAEEDRwRAIABBAWsOBQ8RJxMmJwsgBCABQQFqIgFHDQALQR4hAgyYAwsgASAERwRAIANBCzYCCCADIAE2AgRBByECDP8CC0EfIQIMlwMLIAEgBEYEQEEgIQIMlwMLAkAgAS0AAEENaw4ULj8/Pz8/Pz8/Pz8/Pz8/Pz8/PwA/C0EAIQIgA0EANgIcIANBvws2AhAgA0ECNgIMIAMgAUEBajYCFAyWAwsgA0EvaiECA0AgASAERgRAQSEhAgyXAwsCQAJAAkAgAS0AACIAQQlrDhgCACkpASkpKSkpKSkpKSkpKSkpKSkpKQInCyABQQFqIQEgA0Evai0AAEEBcUUNCgwYCyABQQFqIQEMFwsgAUEBaiEBIAItAABBAnENAAtBACECIANBADYCHCADIAE2AhQgA0GfFTYCECADQQw2AgwMlQMLIAMtAC5BgAFxRQ0BC0EAIQACQCADKAI4IgJFDQAgAigCXCICRQ0AIAMgAhEAACEACyAARQ3mAiAAQRVGBEAgA0EkNgIcIAMgATYCFCADQZsbNgIQIANBFTYCDEEAIQIMlAMLQQAhAiADQQA2AhwgAyABNgIUIANBkA42AhAgA0EUNgIMDJMDC0EAIQIgA0EANgIcIAMgATYCFCADQb4gNgIQIANBAjYCDAySAwsgAygCBCEAQQAhAiADQQA2AgQgAyAAIAEgDKdqIgEQMiIARQ0rIANBBzYCHCADIAE2AhQgAyAANgIMDJEDCyADLQAuQcAAcUUNAQtBACEAAkAgAygCOCICRQ0AIAIoAlgiAkUNACADIAIRAAAhAAsgAEUNKyAAQRVGBEAgA0EKNgIcIAMgATYCFCADQesZNgIQIANBFTYCDEEAIQIMkAMLQQAhAiADQQA2AhwgAyABNgIUIANBkww2AhAgA0ETNgIMDI8DC0EAIQIgA0EANgIcIAMgATYCFCADQYIVNgIQIANBAjYCDAyOAwtBACECIANBADYCHCADIAE2AhQgA0HdFDYCECADQRk2AgwMjQMLQQAhAiADQQA2AhwgAyABNgIUIANB5h02AhAgA0EZNgIMDIwDCyAAQRVGDT1BACECIANBADYCHCADIAE2AhQgA0HQDzYCECADQSI2AgwMiwMLIAMoAgQhAEEAIQIgA0EANgIEIAMgACABEDMiAEUNKCADQQ02AhwgAyABNgIUIAMgADYCDAyKAwsgAEEVRg06QQAhAiADQQA2AhwgAyABNgIUIANB0A82AhAgA0EiNgIMDIkDCyADKAIEIQBBACECIANBADYCBCADIAAgARAzIgBFBEAgAUEBaiEBDCgLIANBDjYCHCADIAA2AgwgAyABQQFqNgIUDIgDCyAAQRVGDTdBACECIANBADYCHCADIAE2AhQgA0HQDzYCECADQSI2AgwMhwMLIAMoAgQhAEEAIQIgA0EANgIEIAMgACABEDMiAEUEQCABQQFqIQEMJwsgA0EPNgIcIAMgADYCDCADIAFBAWo2AhQMhgMLQQAhAiADQQA2AhwgAyABNgIUIANB4hc2AhAgA0EZNgIMDIUDCyAAQRVGDTNBACECIANBADYCHCADIAE2AhQgA0HWDDYCECADQSM2AgwMhAMLIAMoAgQhAEEAIQIgA0EANgIEIAMgACABEDQiAEUNJSADQRE2AhwgAyABNgIUIAMgADYCDAyDAwsgAEEVRg0wQQAhAiADQQA2AhwgAyABNgIUIANB1gw2AhAgA0EjNgIMDIIDCyADKAIEIQBBACECIANBADYCBCADIAAgARA0IgBFBEAgAUEBaiEBDCULIANBEjYCHCADIAA2AgwgAyABQQFqNgIUDIEDCyADQS9qLQAAQQFxRQ0BC0EXIQIM5gILQQAhAiADQQA2AhwgAyABNgIUIANB4hc2AhAgA0EZNgIMDP4CCyAAQTtHDQAgAUEBaiEBDAwLQQAhAiADQQA2AhwgAyABNgIUIANBkhg2AhAgA0ECNgIMDPwCCyAAQRVGDShBACECIANBADYCHCADIAE2AhQgA0HWDDYCECADQSM2AgwM+wILIANBFDYCHCADIAE2AhQgAyAANgIMDPoCCyADKAIEIQBBACECIANBADYCBCADIAAgARA0IgBFBEAgAUEBaiEBDPUCCyADQRU2AhwgAyAANgIMIAMgAUEBajYCFAz5AgsgAygCBCEAQQAhAiADQQA2AgQgAyAAIAEQNCIARQRAIAFBAWohAQzzAgsgA0EXNgIcIAMgADYCDCADIAFBAWo2AhQM+AILIABBFUYNI0EAIQIgA0EANgIcIAMgATYCFCADQdYMNgIQIANBIzYCDAz3AgsgAygCBCEAQQAhAiADQQA2AgQgAyAAIAEQNCIARQRAIAFBAWohAQwdCyADQRk2AhwgAyAANgIMIAMgAUEBajYCFAz2AgsgAygCBCEAQQAhAiADQQA2AgQgAyAAIAEQNCIARQRAIAFBAWohAQzvAgsgA0EaNgIcIAMgADYCDCADIAFBAWo2AhQM9QILIABBFUYNH0EAIQIgA0EANgIcIAMgATYCFCADQdAPNgIQIANBIjYCDAz0AgsgAygCBCEAIANBADYCBCADIAAgARAzIgBFBEAgAUEBaiEBDBsLIANBHDYCHCADIAA2AgwgAyABQQFqNgIUQQAhAgzzAgsgAygCBCEAIANBADYCBCADIAAgARAzIgBFBEAgAUEBaiEBDOsCCyADQR02AhwgAyAANgIMIAMgAUEBajYCFEEAIQIM8gILIABBO0cNASABQQFqIQELQSYhAgzXAgtBACECIANBADYCHCADIAE2AhQgA0GfFTYCECADQQw2AgwM7wILIAEgBEcEQANAIAEtAABBIEcNhAIgBCABQQFqIgFHDQALQSwhAgzvAgtBLCECDO4CCyABIARGBEBBNCECDO4CCwJAAkADQAJAIAEtAABBCmsOBAIAAAMACyAEIAFBAWoiAUcNAAtBNCECDO8CCyADKAIEIQAgA0EANgIEIAMgACABEDEiAEUNnwIgA0EyNgIcIAMgATYCFCADIAA2AgxBACECDO4CCyADKAIEIQAgA0EANgIEIAMgACABEDEiAEUEQCABQQFqIQEMnwILIANBMjYCHCADIAA2AgwgAyABQQFqNgIUQQAhAgztAgsgASAERwRAAkADQCABLQAAQTBrIgBB/wFxQQpPBEBBOiECDNcCCyADKQMgIgtCmbPmzJmz5swZVg0BIAMgC0IKfiIKNwMgIAogAK1C/wGDIgtCf4VWDQEgAyAKIAt8NwMgIAQgAUEBaiIBRw0AC0HAACECDO4CCyADKAIEIQAgA0EANgIEIAMgACABQQFqIgEQMSIADRcM4gILQcAAIQIM7AILIAEgBEYEQEHJACECDOwCCwJAA0ACQCABLQAAQQlrDhgAAqICogKpAqICogKiAqICogKiAqICogKiAqICogKiAqICogKiAqICogKiAgCiAgsgBCABQQFqIgFHDQALQckAIQIM7AILIAFBAWohASADQS9qLQAAQQFxDaUCIANBADYCHCADIAE2AhQgA0GXEDYCECADQQo2AgxBACECDOsCCyABIARHBEADQCABLQAAQSBHDRUgBCABQQFqIgFHDQALQfgAIQIM6wILQfgAIQIM6gILIANBAjoAKAw4C0EAIQIgA0EANgIcIANBvws2AhAgA0ECNgIMIAMgAUEBajYCFAzoAgtBACECDM4CC0ENIQIMzQILQRMhAgzMAgtBFSECDMsCC0EWIQIMygILQRghAgzJAgtBGSECDMgCC0EaIQIMxwILQRshAgzGAgtBHCECDMUCC0EdIQIMxAILQR4hAgzDAgtBHyECDMICC0EgIQIMwQILQSIhAgzAAgtBIyECDL8CC0ElIQIMvgILQeUAIQIMvQILIANBPTYCHCADIAE2AhQgAyAANgIMQQAhAgzVAgsgA0EbNgIcIAMgATYCFCADQaQcNgIQIANBFTYCDEEAIQIM1AILIANBIDYCHCADIAE2AhQgA0GYGjYCECADQRU2AgxBACECDNMCCyADQRM2AhwgAyABNgIUIANBmBo2AhAgA0EVNgIMQQAhAgzSAgsgA0ELNgIcIAMgATYCFCADQZgaNgIQIANBFTYCDEEAIQIM0QILIANBEDYCHCADIAE2AhQgA0GYGjYCECADQRU2AgxBACECDNACCyADQSA2AhwgAyABNgIUIANBpBw2AhAgA0EVNgIMQQAhAgzPAgsgA0ELNgIcIAMgATYCFCADQaQcNgIQIANBFTYCDEEAIQIMzgILIANBDDYCHCADIAE2AhQgA0GkHDYCECADQRU2AgxBACECDM0CC0EAIQIgA0EANgIcIAMgATYCFCADQd0ONgIQIANBEjYCDAzMAgsCQANAAkAgAS0AAEEKaw4EAAICAAILIAQgAUEBaiIBRw0AC0H9ASECDMwCCwJAAkAgAy0ANkEBRw0AQQAhAAJAIAMoAjgiAkUNACACKAJgIgJFDQAgAyACEQAAIQALIABFDQAgAEEVRw0BIANB/AE2AhwgAyABNgIUIANB3Bk2AhAgA0EVNgIMQQAhAgzNAgtB3AEhAgyzAgsgA0EANgIcIAMgATYCFCADQfkLNgIQIANBHzYCDEEAIQIMywILAkACQCADLQAoQQFrDgIEAQALQdsBIQIMsgILQdQBIQIMsQILIANBAjoAMUEAIQACQCADKAI4IgJFDQAgAigCACICRQ0AIAMgAhEAACEACyAARQRAQd0BIQIMsQILIABBFUcEQCADQQA2AhwgAyABNgIUIANBtAw2AhAgA0EQNgIMQQAhAgzKAgsgA0H7ATYCHCADIAE2AhQgA0GBGjYCECADQRU2AgxBACECDMkCCyABIARGBEBB+gEhAgzJAgsgAS0AAEHIAEYNASADQQE6ACgLQcABIQIMrgILQdoBIQIMrQILIAEgBEcEQCADQQw2AgggAyABNgIEQdkBIQIMrQILQfkBIQIMxQILIAEgBEYEQEH4ASECDMUCCyABLQAAQcgARw0EIAFBAWohAUHYASECDKsCCyABIARGBEBB9wEhAgzEAgsCQAJAIAEtAABBxQBrDhAABQUFBQUFBQUFBQUFBQUBBQsgAUEBaiEBQdYBIQIMqwILIAFBAWohAUHXASECDKoCC0H2ASECIAEgBEYNwgIgAygCACIAIAQgAWtqIQUgASAAa0ECaiEGAkADQCABLQAAIABButUAai0AAEcNAyAAQQJGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMwwILIAMoAgQhACADQgA3AwAgAyAAIAZBAWoiARAuIgBFBEBB4wEhAgyqAgsgA0H1ATYCHCADIAE2AhQgAyAANgIMQQAhAgzCAgtB9AEhAiABIARGDcECIAMoAgAiACAEIAFraiEFIAEgAGtBAWohBgJAA0AgAS0AACAAQbjVAGotAABHDQIgAEEBRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADMICCyADQYEEOwEoIAMoAgQhACADQgA3AwAgAyAAIAZBAWoiARAuIgANAwwCCyADQQA2AgALQQAhAiADQQA2AhwgAyABNgIUIANB5R82AhAgA0EINgIMDL8CC0HVASECDKUCCyADQfMBNgIcIAMgATYCFCADIAA2AgxBACECDL0CC0EAIQACQCADKAI4IgJFDQAgAigCQCICRQ0AIAMgAhEAACEACyAARQ1uIABBFUcEQCADQQA2AhwgAyABNgIUIANBgg82AhAgA0EgNgIMQQAhAgy9AgsgA0GPATYCHCADIAE2AhQgA0HsGzYCECADQRU2AgxBACECDLwCCyABIARHBEAgA0ENNgIIIAMgATYCBEHTASECDKMCC0HyASECDLsCCyABIARGBEBB8QEhAgy7AgsCQAJAAkAgAS0AAEHIAGsOCwABCAgICAgICAgCCAsgAUEBaiEBQdABIQIMowILIAFBAWohAUHRASECDKICCyABQQFqIQFB0gEhAgyhAgtB8AEhAiABIARGDbkCIAMoAgAiACAEIAFraiEGIAEgAGtBAmohBQNAIAEtAAAgAEG11QBqLQAARw0EIABBAkYNAyAAQQFqIQAgBCABQQFqIgFHDQALIAMgBjYCAAy5AgtB7wEhAiABIARGDbgCIAMoAgAiACAEIAFraiEGIAEgAGtBAWohBQNAIAEtAAAgAEGz1QBqLQAARw0DIABBAUYNAiAAQQFqIQAgBCABQQFqIgFHDQALIAMgBjYCAAy4AgtB7gEhAiABIARGDbcCIAMoAgAiACAEIAFraiEGIAEgAGtBAmohBQNAIAEtAAAgAEGw1QBqLQAARw0CIABBAkYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBjYCAAy3AgsgAygCBCEAIANCADcDACADIAAgBUEBaiIBECsiAEUNAiADQewBNgIcIAMgATYCFCADIAA2AgxBACECDLYCCyADQQA2AgALIAMoAgQhACADQQA2AgQgAyAAIAEQKyIARQ2cAiADQe0BNgIcIAMgATYCFCADIAA2AgxBACECDLQCC0HPASECDJoCC0EAIQACQCADKAI4IgJFDQAgAigCNCICRQ0AIAMgAhEAACEACwJAIAAEQCAAQRVGDQEgA0EANgIcIAMgATYCFCADQeoNNgIQIANBJjYCDEEAIQIMtAILQc4BIQIMmgILIANB6wE2AhwgAyABNgIUIANBgBs2AhAgA0EVNgIMQQAhAgyyAgsgASAERgRAQesBIQIMsgILIAEtAABBL0YEQCABQQFqIQEMAQsgA0EANgIcIAMgATYCFCADQbI4NgIQIANBCDYCDEEAIQIMsQILQc0BIQIMlwILIAEgBEcEQCADQQ42AgggAyABNgIEQcwBIQIMlwILQeoBIQIMrwILIAEgBEYEQEHpASECDK8CCyABLQAAQTBrIgBB/wFxQQpJBEAgAyAAOgAqIAFBAWohAUHLASECDJYCCyADKAIEIQAgA0EANgIEIAMgACABEC8iAEUNlwIgA0HoATYCHCADIAE2AhQgAyAANgIMQQAhAgyuAgsgASAERgRAQecBIQIMrgILAkAgAS0AAEEuRgRAIAFBAWohAQwBCyADKAIEIQAgA0EANgIEIAMgACABEC8iAEUNmAIgA0HmATYCHCADIAE2AhQgAyAANgIMQQAhAgyuAgtBygEhAgyUAgsgASAERgRAQeUBIQIMrQILQQAhAEEBIQVBASEHQQAhAgJAAkACQAJAAkACfwJAAkACQAJAAkACQAJAIAEtAABBMGsOCgoJAAECAwQFBggLC0ECDAYLQQMMBQtBBAwEC0EFDAMLQQYMAgtBBwwBC0EICyECQQAhBUEAIQcMAgtBCSECQQEhAEEAIQVBACEHDAELQQAhBUEBIQILIAMgAjoAKyABQQFqIQECQAJAIAMtAC5BEHENAAJAAkACQCADLQAqDgMBAAIECyAHRQ0DDAILIAANAQwCCyAFRQ0BCyADKAIEIQAgA0EANgIEIAMgACABEC8iAEUNAiADQeIBNgIcIAMgATYCFCADIAA2AgxBACECDK8CCyADKAIEIQAgA0EANgIEIAMgACABEC8iAEUNmgIgA0HjATYCHCADIAE2AhQgAyAANgIMQQAhAgyuAgsgAygCBCEAIANBADYCBCADIAAgARAvIgBFDZgCIANB5AE2AhwgAyABNgIUIAMgADYCDAytAgtByQEhAgyTAgtBACEAAkAgAygCOCICRQ0AIAIoAkQiAkUNACADIAIRAAAhAAsCQCAABEAgAEEVRg0BIANBADYCHCADIAE2AhQgA0GkDTYCECADQSE2AgxBACECDK0CC0HIASECDJMCCyADQeEBNgIcIAMgATYCFCADQdAaNgIQIANBFTYCDEEAIQIMqwILIAEgBEYEQEHhASECDKsCCwJAIAEtAABBIEYEQCADQQA7ATQgAUEBaiEBDAELIANBADYCHCADIAE2AhQgA0GZETYCECADQQk2AgxBACECDKsCC0HHASECDJECCyABIARGBEBB4AEhAgyqAgsCQCABLQAAQTBrQf8BcSICQQpJBEAgAUEBaiEBAkAgAy8BNCIAQZkzSw0AIAMgAEEKbCIAOwE0IABB/v8DcSACQf//A3NLDQAgAyAAIAJqOwE0DAILQQAhAiADQQA2AhwgAyABNgIUIANBlR42AhAgA0ENNgIMDKsCCyADQQA2AhwgAyABNgIUIANBlR42AhAgA0ENNgIMQQAhAgyqAgtBxgEhAgyQAgsgASAERgRAQd8BIQIMqQILAkAgAS0AAEEwa0H/AXEiAkEKSQRAIAFBAWohAQJAIAMvATQiAEGZM0sNACADIABBCmwiADsBNCAAQf7/A3EgAkH//wNzSw0AIAMgACACajsBNAwCC0EAIQIgA0EANgIcIAMgATYCFCADQZUeNgIQIANBDTYCDAyqAgsgA0EANgIcIAMgATYCFCADQZUeNgIQIANBDTYCDEEAIQIMqQILQcUBIQIMjwILIAEgBEYEQEHeASECDKgCCwJAIAEtAABBMGtB/wFxIgJBCkkEQCABQQFqIQECQCADLwE0IgBBmTNLDQAgAyAAQQpsIgA7ATQgAEH+/wNxIAJB//8Dc0sNACADIAAgAmo7ATQMAgtBACECIANBADYCHCADIAE2AhQgA0GVHjYCECADQQ02AgwMqQILIANBADYCHCADIAE2AhQgA0GVHjYCECADQQ02AgxBACECDKgCC0HEASECDI4CCyABIARGBEBB3QEhAgynAgsCQAJAAkACQCABLQAAQQprDhcCAwMAAwMDAwMDAwMDAwMDAwMDAwMDAQMLIAFBAWoMBQsgAUEBaiEBQcMBIQIMjwILIAFBAWohASADQS9qLQAAQQFxDQggA0EANgIcIAMgATYCFCADQY0LNgIQIANBDTYCDEEAIQIMpwILIANBADYCHCADIAE2AhQgA0GNCzYCECADQQ02AgxBACECDKYCCyABIARHBEAgA0EPNgIIIAMgATYCBEEBIQIMjQILQdwBIQIMpQILAkACQANAAkAgAS0AAEEKaw4EAgAAAwALIAQgAUEBaiIBRw0AC0HbASECDKYCCyADKAIEIQAgA0EANgIEIAMgACABEC0iAEUEQCABQQFqIQEMBAsgA0HaATYCHCADIAA2AgwgAyABQQFqNgIUQQAhAgylAgsgAygCBCEAIANBADYCBCADIAAgARAtIgANASABQQFqCyEBQcEBIQIMigILIANB2QE2AhwgAyAANgIMIAMgAUEBajYCFEEAIQIMogILQcIBIQIMiAILIANBL2otAABBAXENASADQQA2AhwgAyABNgIUIANB5Bw2AhAgA0EZNgIMQQAhAgygAgsgASAERgRAQdkBIQIMoAILAkACQAJAIAEtAABBCmsOBAECAgACCyABQQFqIQEMAgsgAUEBaiEBDAELIAMtAC5BwABxRQ0BC0EAIQACQCADKAI4IgJFDQAgAigCPCICRQ0AIAMgAhEAACEACyAARQ2gASAAQRVGBEAgA0HZADYCHCADIAE2AhQgA0G3GjYCECADQRU2AgxBACECDJ8CCyADQQA2AhwgAyABNgIUIANBgA02AhAgA0EbNgIMQQAhAgyeAgsgA0EANgIcIAMgATYCFCADQdwoNgIQIANBAjYCDEEAIQIMnQILIAEgBEcEQCADQQw2AgggAyABNgIEQb8BIQIMhAILQdgBIQIMnAILIAEgBEYEQEHXASECDJwCCwJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgAS0AAEHBAGsOFQABAgNaBAUGWlpaBwgJCgsMDQ4PEFoLIAFBAWohAUH7ACECDJICCyABQQFqIQFB/AAhAgyRAgsgAUEBaiEBQYEBIQIMkAILIAFBAWohAUGFASECDI8CCyABQQFqIQFBhgEhAgyOAgsgAUEBaiEBQYkBIQIMjQILIAFBAWohAUGKASECDIwCCyABQQFqIQFBjQEhAgyLAgsgAUEBaiEBQZYBIQIMigILIAFBAWohAUGXASECDIkCCyABQQFqIQFBmAEhAgyIAgsgAUEBaiEBQaUBIQIMhwILIAFBAWohAUGmASECDIYCCyABQQFqIQFBrAEhAgyFAgsgAUEBaiEBQbQBIQIMhAILIAFBAWohAUG3ASECDIMCCyABQQFqIQFBvgEhAgyCAgsgASAERgRAQdYBIQIMmwILIAEtAABBzgBHDUggAUEBaiEBQb0BIQIMgQILIAEgBEYEQEHVASECDJoCCwJAAkACQCABLQAAQcIAaw4SAEpKSkpKSkpKSgFKSkpKSkoCSgsgAUEBaiEBQbgBIQIMggILIAFBAWohAUG7ASECDIECCyABQQFqIQFBvAEhAgyAAgtB1AEhAiABIARGDZgCIAMoAgAiACAEIAFraiEFIAEgAGtBB2ohBgJAA0AgAS0AACAAQajVAGotAABHDUUgAEEHRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADJkCCyADQQA2AgAgBkEBaiEBQRsMRQsgASAERgRAQdMBIQIMmAILAkACQCABLQAAQckAaw4HAEdHR0dHAUcLIAFBAWohAUG5ASECDP8BCyABQQFqIQFBugEhAgz+AQtB0gEhAiABIARGDZYCIAMoAgAiACAEIAFraiEFIAEgAGtBAWohBgJAA0AgAS0AACAAQabVAGotAABHDUMgAEEBRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADJcCCyADQQA2AgAgBkEBaiEBQQ8MQwtB0QEhAiABIARGDZUCIAMoAgAiACAEIAFraiEFIAEgAGtBAWohBgJAA0AgAS0AACAAQaTVAGotAABHDUIgAEEBRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADJYCCyADQQA2AgAgBkEBaiEBQSAMQgtB0AEhAiABIARGDZQCIAMoAgAiACAEIAFraiEFIAEgAGtBAmohBgJAA0AgAS0AACAAQaHVAGotAABHDUEgAEECRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADJUCCyADQQA2AgAgBkEBaiEBQRIMQQsgASAERgRAQc8BIQIMlAILAkACQCABLQAAQcUAaw4OAENDQ0NDQ0NDQ0NDQwFDCyABQQFqIQFBtQEhAgz7AQsgAUEBaiEBQbYBIQIM+gELQc4BIQIgASAERg2SAiADKAIAIgAgBCABa2ohBSABIABrQQJqIQYCQANAIAEtAAAgAEGe1QBqLQAARw0/IABBAkYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyTAgsgA0EANgIAIAZBAWohAUEHDD8LQc0BIQIgASAERg2RAiADKAIAIgAgBCABa2ohBSABIABrQQVqIQYCQANAIAEtAAAgAEGY1QBqLQAARw0+IABBBUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAySAgsgA0EANgIAIAZBAWohAUEoDD4LIAEgBEYEQEHMASECDJECCwJAAkACQCABLQAAQcUAaw4RAEFBQUFBQUFBQQFBQUFBQQJBCyABQQFqIQFBsQEhAgz5AQsgAUEBaiEBQbIBIQIM+AELIAFBAWohAUGzASECDPcBC0HLASECIAEgBEYNjwIgAygCACIAIAQgAWtqIQUgASAAa0EGaiEGAkADQCABLQAAIABBkdUAai0AAEcNPCAAQQZGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMkAILIANBADYCACAGQQFqIQFBGgw8C0HKASECIAEgBEYNjgIgAygCACIAIAQgAWtqIQUgASAAa0EDaiEGAkADQCABLQAAIABBjdUAai0AAEcNOyAAQQNGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMjwILIANBADYCACAGQQFqIQFBIQw7CyABIARGBEBByQEhAgyOAgsCQAJAIAEtAABBwQBrDhQAPT09PT09PT09PT09PT09PT09AT0LIAFBAWohAUGtASECDPUBCyABQQFqIQFBsAEhAgz0AQsgASAERgRAQcgBIQIMjQILAkACQCABLQAAQdUAaw4LADw8PDw8PDw8PAE8CyABQQFqIQFBrgEhAgz0AQsgAUEBaiEBQa8BIQIM8wELQccBIQIgASAERg2LAiADKAIAIgAgBCABa2ohBSABIABrQQhqIQYCQANAIAEtAAAgAEGE1QBqLQAARw04IABBCEYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyMAgsgA0EANgIAIAZBAWohAUEqDDgLIAEgBEYEQEHGASECDIsCCyABLQAAQdAARw04IAFBAWohAUElDDcLQcUBIQIgASAERg2JAiADKAIAIgAgBCABa2ohBSABIABrQQJqIQYCQANAIAEtAAAgAEGB1QBqLQAARw02IABBAkYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyKAgsgA0EANgIAIAZBAWohAUEODDYLIAEgBEYEQEHEASECDIkCCyABLQAAQcUARw02IAFBAWohAUGrASECDO8BCyABIARGBEBBwwEhAgyIAgsCQAJAAkACQCABLQAAQcIAaw4PAAECOTk5OTk5OTk5OTkDOQsgAUEBaiEBQacBIQIM8QELIAFBAWohAUGoASECDPABCyABQQFqIQFBqQEhAgzvAQsgAUEBaiEBQaoBIQIM7gELQcIBIQIgASAERg2GAiADKAIAIgAgBCABa2ohBSABIABrQQJqIQYCQANAIAEtAAAgAEH+1ABqLQAARw0zIABBAkYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyHAgsgA0EANgIAIAZBAWohAUEUDDMLQcEBIQIgASAERg2FAiADKAIAIgAgBCABa2ohBSABIABrQQRqIQYCQANAIAEtAAAgAEH51ABqLQAARw0yIABBBEYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyGAgsgA0EANgIAIAZBAWohAUErDDILQcABIQIgASAERg2EAiADKAIAIgAgBCABa2ohBSABIABrQQJqIQYCQANAIAEtAAAgAEH21ABqLQAARw0xIABBAkYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyFAgsgA0EANgIAIAZBAWohAUEsDDELQb8BIQIgASAERg2DAiADKAIAIgAgBCABa2ohBSABIABrQQJqIQYCQANAIAEtAAAgAEGh1QBqLQAARw0wIABBAkYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyEAgsgA0EANgIAIAZBAWohAUERDDALQb4BIQIgASAERg2CAiADKAIAIgAgBCABa2ohBSABIABrQQNqIQYCQANAIAEtAAAgAEHy1ABqLQAARw0vIABBA0YNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyDAgsgA0EANgIAIAZBAWohAUEuDC8LIAEgBEYEQEG9ASECDIICCwJAAkACQAJAAkAgAS0AAEHBAGsOFQA0NDQ0NDQ0NDQ0ATQ0AjQ0AzQ0BDQLIAFBAWohAUGbASECDOwBCyABQQFqIQFBnAEhAgzrAQsgAUEBaiEBQZ0BIQIM6gELIAFBAWohAUGiASECDOkBCyABQQFqIQFBpAEhAgzoAQsgASAERgRAQbwBIQIMgQILAkACQCABLQAAQdIAaw4DADABMAsgAUEBaiEBQaMBIQIM6AELIAFBAWohAUEEDC0LQbsBIQIgASAERg3/ASADKAIAIgAgBCABa2ohBSABIABrQQFqIQYCQANAIAEtAAAgAEHw1ABqLQAARw0sIABBAUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyAAgsgA0EANgIAIAZBAWohAUEdDCwLIAEgBEYEQEG6ASECDP8BCwJAAkAgAS0AAEHJAGsOBwEuLi4uLgAuCyABQQFqIQFBoQEhAgzmAQsgAUEBaiEBQSIMKwsgASAERgRAQbkBIQIM/gELIAEtAABB0ABHDSsgAUEBaiEBQaABIQIM5AELIAEgBEYEQEG4ASECDP0BCwJAAkAgAS0AAEHGAGsOCwAsLCwsLCwsLCwBLAsgAUEBaiEBQZ4BIQIM5AELIAFBAWohAUGfASECDOMBC0G3ASECIAEgBEYN+wEgAygCACIAIAQgAWtqIQUgASAAa0EDaiEGAkADQCABLQAAIABB7NQAai0AAEcNKCAAQQNGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM/AELIANBADYCACAGQQFqIQFBDQwoC0G2ASECIAEgBEYN+gEgAygCACIAIAQgAWtqIQUgASAAa0ECaiEGAkADQCABLQAAIABBodUAai0AAEcNJyAAQQJGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM+wELIANBADYCACAGQQFqIQFBDAwnC0G1ASECIAEgBEYN+QEgAygCACIAIAQgAWtqIQUgASAAa0EBaiEGAkADQCABLQAAIABB6tQAai0AAEcNJiAAQQFGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM+gELIANBADYCACAGQQFqIQFBAwwmC0G0ASECIAEgBEYN+AEgAygCACIAIAQgAWtqIQUgASAAa0EBaiEGAkADQCABLQAAIABB6NQAai0AAEcNJSAAQQFGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM+QELIANBADYCACAGQQFqIQFBJgwlCyABIARGBEBBswEhAgz4AQsCQAJAIAEtAABB1ABrDgIAAScLIAFBAWohAUGZASECDN8BCyABQQFqIQFBmgEhAgzeAQtBsgEhAiABIARGDfYBIAMoAgAiACAEIAFraiEFIAEgAGtBAWohBgJAA0AgAS0AACAAQebUAGotAABHDSMgAEEBRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADPcBCyADQQA2AgAgBkEBaiEBQScMIwtBsQEhAiABIARGDfUBIAMoAgAiACAEIAFraiEFIAEgAGtBAWohBgJAA0AgAS0AACAAQeTUAGotAABHDSIgAEEBRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADPYBCyADQQA2AgAgBkEBaiEBQRwMIgtBsAEhAiABIARGDfQBIAMoAgAiACAEIAFraiEFIAEgAGtBBWohBgJAA0AgAS0AACAAQd7UAGotAABHDSEgAEEFRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADPUBCyADQQA2AgAgBkEBaiEBQQYMIQtBrwEhAiABIARGDfMBIAMoAgAiACAEIAFraiEFIAEgAGtBBGohBgJAA0AgAS0AACAAQdnUAGotAABHDSAgAEEERg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADPQBCyADQQA2AgAgBkEBaiEBQRkMIAsgASAERgRAQa4BIQIM8wELAkACQAJAAkAgAS0AAEEtaw4jACQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkASQkJCQkAiQkJAMkCyABQQFqIQFBjgEhAgzcAQsgAUEBaiEBQY8BIQIM2wELIAFBAWohAUGUASECDNoBCyABQQFqIQFBlQEhAgzZAQtBrQEhAiABIARGDfEBIAMoAgAiACAEIAFraiEFIAEgAGtBAWohBgJAA0AgAS0AACAAQdfUAGotAABHDR4gAEEBRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADPIBCyADQQA2AgAgBkEBaiEBQQsMHgsgASAERgRAQawBIQIM8QELAkACQCABLQAAQcEAaw4DACABIAsgAUEBaiEBQZABIQIM2AELIAFBAWohAUGTASECDNcBCyABIARGBEBBqwEhAgzwAQsCQAJAIAEtAABBwQBrDg8AHx8fHx8fHx8fHx8fHwEfCyABQQFqIQFBkQEhAgzXAQsgAUEBaiEBQZIBIQIM1gELIAEgBEYEQEGqASECDO8BCyABLQAAQcwARw0cIAFBAWohAUEKDBsLQakBIQIgASAERg3tASADKAIAIgAgBCABa2ohBSABIABrQQVqIQYCQANAIAEtAAAgAEHR1ABqLQAARw0aIABBBUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAzuAQsgA0EANgIAIAZBAWohAUEeDBoLQagBIQIgASAERg3sASADKAIAIgAgBCABa2ohBSABIABrQQZqIQYCQANAIAEtAAAgAEHK1ABqLQAARw0ZIABBBkYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAztAQsgA0EANgIAIAZBAWohAUEVDBkLQacBIQIgASAERg3rASADKAIAIgAgBCABa2ohBSABIABrQQJqIQYCQANAIAEtAAAgAEHH1ABqLQAARw0YIABBAkYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAzsAQsgA0EANgIAIAZBAWohAUEXDBgLQaYBIQIgASAERg3qASADKAIAIgAgBCABa2ohBSABIABrQQVqIQYCQANAIAEtAAAgAEHB1ABqLQAARw0XIABBBUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAzrAQsgA0EANgIAIAZBAWohAUEYDBcLIAEgBEYEQEGlASECDOoBCwJAAkAgAS0AAEHJAGsOBwAZGRkZGQEZCyABQQFqIQFBiwEhAgzRAQsgAUEBaiEBQYwBIQIM0AELQaQBIQIgASAERg3oASADKAIAIgAgBCABa2ohBSABIABrQQFqIQYCQANAIAEtAAAgAEGm1QBqLQAARw0VIABBAUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAzpAQsgA0EANgIAIAZBAWohAUEJDBULQaMBIQIgASAERg3nASADKAIAIgAgBCABa2ohBSABIABrQQFqIQYCQANAIAEtAAAgAEGk1QBqLQAARw0UIABBAUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAzoAQsgA0EANgIAIAZBAWohAUEfDBQLQaIBIQIgASAERg3mASADKAIAIgAgBCABa2ohBSABIABrQQJqIQYCQANAIAEtAAAgAEG+1ABqLQAARw0TIABBAkYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAznAQsgA0EANgIAIAZBAWohAUECDBMLQaEBIQIgASAERg3lASADKAIAIgAgBCABa2ohBSABIABrQQFqIQYDQCABLQAAIABBvNQAai0AAEcNESAAQQFGDQIgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM5QELIAEgBEYEQEGgASECDOUBC0EBIAEtAABB3wBHDREaIAFBAWohAUGHASECDMsBCyADQQA2AgAgBkEBaiEBQYgBIQIMygELQZ8BIQIgASAERg3iASADKAIAIgAgBCABa2ohBSABIABrQQhqIQYCQANAIAEtAAAgAEGE1QBqLQAARw0PIABBCEYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAzjAQsgA0EANgIAIAZBAWohAUEpDA8LQZ4BIQIgASAERg3hASADKAIAIgAgBCABa2ohBSABIABrQQNqIQYCQANAIAEtAAAgAEG41ABqLQAARw0OIABBA0YNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAziAQsgA0EANgIAIAZBAWohAUEtDA4LIAEgBEYEQEGdASECDOEBCyABLQAAQcUARw0OIAFBAWohAUGEASECDMcBCyABIARGBEBBnAEhAgzgAQsCQAJAIAEtAABBzABrDggADw8PDw8PAQ8LIAFBAWohAUGCASECDMcBCyABQQFqIQFBgwEhAgzGAQtBmwEhAiABIARGDd4BIAMoAgAiACAEIAFraiEFIAEgAGtBBGohBgJAA0AgAS0AACAAQbPUAGotAABHDQsgAEEERg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADN8BCyADQQA2AgAgBkEBaiEBQSMMCwtBmgEhAiABIARGDd0BIAMoAgAiACAEIAFraiEFIAEgAGtBAmohBgJAA0AgAS0AACAAQbDUAGotAABHDQogAEECRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADN4BCyADQQA2AgAgBkEBaiEBQQAMCgsgASAERgRAQZkBIQIM3QELAkACQCABLQAAQcgAaw4IAAwMDAwMDAEMCyABQQFqIQFB/QAhAgzEAQsgAUEBaiEBQYABIQIMwwELIAEgBEYEQEGYASECDNwBCwJAAkAgAS0AAEHOAGsOAwALAQsLIAFBAWohAUH+ACECDMMBCyABQQFqIQFB/wAhAgzCAQsgASAERgRAQZcBIQIM2wELIAEtAABB2QBHDQggAUEBaiEBQQgMBwtBlgEhAiABIARGDdkBIAMoAgAiACAEIAFraiEFIAEgAGtBA2ohBgJAA0AgAS0AACAAQazUAGotAABHDQYgAEEDRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADNoBCyADQQA2AgAgBkEBaiEBQQUMBgtBlQEhAiABIARGDdgBIAMoAgAiACAEIAFraiEFIAEgAGtBBWohBgJAA0AgAS0AACAAQabUAGotAABHDQUgAEEFRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADNkBCyADQQA2AgAgBkEBaiEBQRYMBQtBlAEhAiABIARGDdcBIAMoAgAiACAEIAFraiEFIAEgAGtBAmohBgJAA0AgAS0AACAAQaHVAGotAABHDQQgAEECRg0BIABBAWohACAEIAFBAWoiAUcNAAsgAyAFNgIADNgBCyADQQA2AgAgBkEBaiEBQRAMBAsgASAERgRAQZMBIQIM1wELAkACQCABLQAAQcMAaw4MAAYGBgYGBgYGBgYBBgsgAUEBaiEBQfkAIQIMvgELIAFBAWohAUH6ACECDL0BC0GSASECIAEgBEYN1QEgAygCACIAIAQgAWtqIQUgASAAa0EFaiEGAkADQCABLQAAIABBoNQAai0AAEcNAiAAQQVGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAM1gELIANBADYCACAGQQFqIQFBJAwCCyADQQA2AgAMAgsgASAERgRAQZEBIQIM1AELIAEtAABBzABHDQEgAUEBaiEBQRMLOgApIAMoAgQhACADQQA2AgQgAyAAIAEQLiIADQIMAQtBACECIANBADYCHCADIAE2AhQgA0H+HzYCECADQQY2AgwM0QELQfgAIQIMtwELIANBkAE2AhwgAyABNgIUIAMgADYCDEEAIQIMzwELQQAhAAJAIAMoAjgiAkUNACACKAJAIgJFDQAgAyACEQAAIQALIABFDQAgAEEVRg0BIANBADYCHCADIAE2AhQgA0GCDzYCECADQSA2AgxBACECDM4BC0H3ACECDLQBCyADQY8BNgIcIAMgATYCFCADQewbNgIQIANBFTYCDEEAIQIMzAELIAEgBEYEQEGPASECDMwBCwJAIAEtAABBIEYEQCABQQFqIQEMAQsgA0EANgIcIAMgATYCFCADQZsfNgIQIANBBjYCDEEAIQIMzAELQQIhAgyyAQsDQCABLQAAQSBHDQIgBCABQQFqIgFHDQALQY4BIQIMygELIAEgBEYEQEGNASECDMoBCwJAIAEtAABBCWsOBEoAAEoAC0H1ACECDLABCyADLQApQQVGBEBB9gAhAgywAQtB9AAhAgyvAQsgASAERgRAQYwBIQIMyAELIANBEDYCCCADIAE2AgQMCgsgASAERgRAQYsBIQIMxwELAkAgAS0AAEEJaw4ERwAARwALQfMAIQIMrQELIAEgBEcEQCADQRA2AgggAyABNgIEQfEAIQIMrQELQYoBIQIMxQELAkAgASAERwRAA0AgAS0AAEGg0ABqLQAAIgBBA0cEQAJAIABBAWsOAkkABAtB8AAhAgyvAQsgBCABQQFqIgFHDQALQYgBIQIMxgELQYgBIQIMxQELIANBADYCHCADIAE2AhQgA0HbIDYCECADQQc2AgxBACECDMQBCyABIARGBEBBiQEhAgzEAQsCQAJAAkAgAS0AAEGg0gBqLQAAQQFrDgNGAgABC0HyACECDKwBCyADQQA2AhwgAyABNgIUIANBtBI2AhAgA0EHNgIMQQAhAgzEAQtB6gAhAgyqAQsgASAERwRAIAFBAWohAUHvACECDKoBC0GHASECDMIBCyAEIAEiAEYEQEGGASECDMIBCyAALQAAIgFBL0YEQCAAQQFqIQFB7gAhAgypAQsgAUEJayICQRdLDQEgACEBQQEgAnRBm4CABHENQQwBCyAEIAEiAEYEQEGFASECDMEBCyAALQAAQS9HDQAgAEEBaiEBDAMLQQAhAiADQQA2AhwgAyAANgIUIANB2yA2AhAgA0EHNgIMDL8BCwJAAkACQAJAAkADQCABLQAAQaDOAGotAAAiAEEFRwRAAkACQCAAQQFrDghHBQYHCAAEAQgLQesAIQIMrQELIAFBAWohAUHtACECDKwBCyAEIAFBAWoiAUcNAAtBhAEhAgzDAQsgAUEBagwUCyADKAIEIQAgA0EANgIEIAMgACABECwiAEUNHiADQdsANgIcIAMgATYCFCADIAA2AgxBACECDMEBCyADKAIEIQAgA0EANgIEIAMgACABECwiAEUNHiADQd0ANgIcIAMgATYCFCADIAA2AgxBACECDMABCyADKAIEIQAgA0EANgIEIAMgACABECwiAEUNHiADQfoANgIcIAMgATYCFCADIAA2AgxBACECDL8BCyADQQA2AhwgAyABNgIUIANB+Q82AhAgA0EHNgIMQQAhAgy+AQsgASAERgRAQYMBIQIMvgELAkAgAS0AAEGgzgBqLQAAQQFrDgg+BAUGAAgCAwcLIAFBAWohAQtBAyECDKMBCyABQQFqDA0LQQAhAiADQQA2AhwgA0HREjYCECADQQc2AgwgAyABQQFqNgIUDLoBCyADKAIEIQAgA0EANgIEIAMgACABECwiAEUNFiADQdsANgIcIAMgATYCFCADIAA2AgxBACECDLkBCyADKAIEIQAgA0EANgIEIAMgACABECwiAEUNFiADQd0ANgIcIAMgATYCFCADIAA2AgxBACECDLgBCyADKAIEIQAgA0EANgIEIAMgACABECwiAEUNFiADQfoANgIcIAMgATYCFCADIAA2AgxBACECDLcBCyADQQA2AhwgAyABNgIUIANB+Q82AhAgA0EHNgIMQQAhAgy2AQtB7AAhAgycAQsgASAERgRAQYIBIQIMtQELIAFBAWoMAgsgASAERgRAQYEBIQIMtAELIAFBAWoMAQsgASAERg0BIAFBAWoLIQFBBCECDJgBC0GAASECDLABCwNAIAEtAABBoMwAai0AACIAQQJHBEAgAEEBRwRAQekAIQIMmQELDDELIAQgAUEBaiIBRw0AC0H/ACECDK8BCyABIARGBEBB/gAhAgyvAQsCQCABLQAAQQlrDjcvAwYvBAYGBgYGBgYGBgYGBgYGBgYGBgUGBgIGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYABgsgAUEBagshAUEFIQIMlAELIAFBAWoMBgsgAygCBCEAIANBADYCBCADIAAgARAsIgBFDQggA0HbADYCHCADIAE2AhQgAyAANgIMQQAhAgyrAQsgAygCBCEAIANBADYCBCADIAAgARAsIgBFDQggA0HdADYCHCADIAE2AhQgAyAANgIMQQAhAgyqAQsgAygCBCEAIANBADYCBCADIAAgARAsIgBFDQggA0H6ADYCHCADIAE2AhQgAyAANgIMQQAhAgypAQsgA0EANgIcIAMgATYCFCADQY0UNgIQIANBBzYCDEEAIQIMqAELAkACQAJAAkADQCABLQAAQaDKAGotAAAiAEEFRwRAAkAgAEEBaw4GLgMEBQYABgtB6AAhAgyUAQsgBCABQQFqIgFHDQALQf0AIQIMqwELIAMoAgQhACADQQA2AgQgAyAAIAEQLCIARQ0HIANB2wA2AhwgAyABNgIUIAMgADYCDEEAIQIMqgELIAMoAgQhACADQQA2AgQgAyAAIAEQLCIARQ0HIANB3QA2AhwgAyABNgIUIAMgADYCDEEAIQIMqQELIAMoAgQhACADQQA2AgQgAyAAIAEQLCIARQ0HIANB+gA2AhwgAyABNgIUIAMgADYCDEEAIQIMqAELIANBADYCHCADIAE2AhQgA0HkCDYCECADQQc2AgxBACECDKcBCyABIARGDQEgAUEBagshAUEGIQIMjAELQfwAIQIMpAELAkACQAJAAkADQCABLQAAQaDIAGotAAAiAEEFRwRAIABBAWsOBCkCAwQFCyAEIAFBAWoiAUcNAAtB+wAhAgynAQsgAygCBCEAIANBADYCBCADIAAgARAsIgBFDQMgA0HbADYCHCADIAE2AhQgAyAANgIMQQAhAgymAQsgAygCBCEAIANBADYCBCADIAAgARAsIgBFDQMgA0HdADYCHCADIAE2AhQgAyAANgIMQQAhAgylAQsgAygCBCEAIANBADYCBCADIAAgARAsIgBFDQMgA0H6ADYCHCADIAE2AhQgAyAANgIMQQAhAgykAQsgA0EANgIcIAMgATYCFCADQbwKNgIQIANBBzYCDEEAIQIMowELQc8AIQIMiQELQdEAIQIMiAELQecAIQIMhwELIAEgBEYEQEH6ACECDKABCwJAIAEtAABBCWsOBCAAACAACyABQQFqIQFB5gAhAgyGAQsgASAERgRAQfkAIQIMnwELAkAgAS0AAEEJaw4EHwAAHwALQQAhAAJAIAMoAjgiAkUNACACKAI4IgJFDQAgAyACEQAAIQALIABFBEBB4gEhAgyGAQsgAEEVRwRAIANBADYCHCADIAE2AhQgA0HJDTYCECADQRo2AgxBACECDJ8BCyADQfgANgIcIAMgATYCFCADQeoaNgIQIANBFTYCDEEAIQIMngELIAEgBEcEQCADQQ02AgggAyABNgIEQeQAIQIMhQELQfcAIQIMnQELIAEgBEYEQEH2ACECDJ0BCwJAAkACQCABLQAAQcgAaw4LAAELCwsLCwsLCwILCyABQQFqIQFB3QAhAgyFAQsgAUEBaiEBQeAAIQIMhAELIAFBAWohAUHjACECDIMBC0H1ACECIAEgBEYNmwEgAygCACIAIAQgAWtqIQUgASAAa0ECaiEGAkADQCABLQAAIABBtdUAai0AAEcNCCAAQQJGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMnAELIAMoAgQhACADQgA3AwAgAyAAIAZBAWoiARArIgAEQCADQfQANgIcIAMgATYCFCADIAA2AgxBACECDJwBC0HiACECDIIBC0EAIQACQCADKAI4IgJFDQAgAigCNCICRQ0AIAMgAhEAACEACwJAIAAEQCAAQRVGDQEgA0EANgIcIAMgATYCFCADQeoNNgIQIANBJjYCDEEAIQIMnAELQeEAIQIMggELIANB8wA2AhwgAyABNgIUIANBgBs2AhAgA0EVNgIMQQAhAgyaAQsgAy0AKSIAQSNrQQtJDQkCQCAAQQZLDQBBASAAdEHKAHFFDQAMCgtBACECIANBADYCHCADIAE2AhQgA0HtCTYCECADQQg2AgwMmQELQfIAIQIgASAERg2YASADKAIAIgAgBCABa2ohBSABIABrQQFqIQYCQANAIAEtAAAgAEGz1QBqLQAARw0FIABBAUYNASAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAyZAQsgAygCBCEAIANCADcDACADIAAgBkEBaiIBECsiAARAIANB8QA2AhwgAyABNgIUIAMgADYCDEEAIQIMmQELQd8AIQIMfwtBACEAAkAgAygCOCICRQ0AIAIoAjQiAkUNACADIAIRAAAhAAsCQCAABEAgAEEVRg0BIANBADYCHCADIAE2AhQgA0HqDTYCECADQSY2AgxBACECDJkBC0HeACECDH8LIANB8AA2AhwgAyABNgIUIANBgBs2AhAgA0EVNgIMQQAhAgyXAQsgAy0AKUEhRg0GIANBADYCHCADIAE2AhQgA0GRCjYCECADQQg2AgxBACECDJYBC0HvACECIAEgBEYNlQEgAygCACIAIAQgAWtqIQUgASAAa0ECaiEGAkADQCABLQAAIABBsNUAai0AAEcNAiAAQQJGDQEgAEEBaiEAIAQgAUEBaiIBRw0ACyADIAU2AgAMlgELIAMoAgQhACADQgA3AwAgAyAAIAZBAWoiARArIgBFDQIgA0HtADYCHCADIAE2AhQgAyAANgIMQQAhAgyVAQsgA0EANgIACyADKAIEIQAgA0EANgIEIAMgACABECsiAEUNgAEgA0HuADYCHCADIAE2AhQgAyAANgIMQQAhAgyTAQtB3AAhAgx5C0EAIQACQCADKAI4IgJFDQAgAigCNCICRQ0AIAMgAhEAACEACwJAIAAEQCAAQRVGDQEgA0EANgIcIAMgATYCFCADQeoNNgIQIANBJjYCDEEAIQIMkwELQdsAIQIMeQsgA0HsADYCHCADIAE2AhQgA0GAGzYCECADQRU2AgxBACECDJEBCyADLQApIgBBI0kNACAAQS5GDQAgA0EANgIcIAMgATYCFCADQckJNgIQIANBCDYCDEEAIQIMkAELQdoAIQIMdgsgASAERgRAQesAIQIMjwELAkAgAS0AAEEvRgRAIAFBAWohAQwBCyADQQA2AhwgAyABNgIUIANBsjg2AhAgA0EINgIMQQAhAgyPAQtB2QAhAgx1CyABIARHBEAgA0EONgIIIAMgATYCBEHYACECDHULQeoAIQIMjQELIAEgBEYEQEHpACECDI0BCyABLQAAQTBrIgBB/wFxQQpJBEAgAyAAOgAqIAFBAWohAUHXACECDHQLIAMoAgQhACADQQA2AgQgAyAAIAEQLyIARQ16IANB6AA2AhwgAyABNgIUIAMgADYCDEEAIQIMjAELIAEgBEYEQEHnACECDIwBCwJAIAEtAABBLkYEQCABQQFqIQEMAQsgAygCBCEAIANBADYCBCADIAAgARAvIgBFDXsgA0HmADYCHCADIAE2AhQgAyAANgIMQQAhAgyMAQtB1gAhAgxyCyABIARGBEBB5QAhAgyLAQtBACEAQQEhBUEBIQdBACECAkACQAJAAkACQAJ/AkACQAJAAkACQAJAAkAgAS0AAEEwaw4KCgkAAQIDBAUGCAsLQQIMBgtBAwwFC0EEDAQLQQUMAwtBBgwCC0EHDAELQQgLIQJBACEFQQAhBwwCC0EJIQJBASEAQQAhBUEAIQcMAQtBACEFQQEhAgsgAyACOgArIAFBAWohAQJAAkAgAy0ALkEQcQ0AAkACQAJAIAMtACoOAwEAAgQLIAdFDQMMAgsgAA0BDAILIAVFDQELIAMoAgQhACADQQA2AgQgAyAAIAEQLyIARQ0CIANB4gA2AhwgAyABNgIUIAMgADYCDEEAIQIMjQELIAMoAgQhACADQQA2AgQgAyAAIAEQLyIARQ19IANB4wA2AhwgAyABNgIUIAMgADYCDEEAIQIMjAELIAMoAgQhACADQQA2AgQgAyAAIAEQLyIARQ17IANB5AA2AhwgAyABNgIUIAMgADYCDAyLAQtB1AAhAgxxCyADLQApQSJGDYYBQdMAIQIMcAtBACEAAkAgAygCOCICRQ0AIAIoAkQiAkUNACADIAIRAAAhAAsgAEUEQEHVACECDHALIABBFUcEQCADQQA2AhwgAyABNgIUIANBpA02AhAgA0EhNgIMQQAhAgyJAQsgA0HhADYCHCADIAE2AhQgA0HQGjYCECADQRU2AgxBACECDIgBCyABIARGBEBB4AAhAgyIAQsCQAJAAkACQAJAIAEtAABBCmsOBAEEBAAECyABQQFqIQEMAQsgAUEBaiEBIANBL2otAABBAXFFDQELQdIAIQIMcAsgA0EANgIcIAMgATYCFCADQbYRNgIQIANBCTYCDEEAIQIMiAELIANBADYCHCADIAE2AhQgA0G2ETYCECADQQk2AgxBACECDIcBCyABIARGBEBB3wAhAgyHAQsgAS0AAEEKRgRAIAFBAWohAQwJCyADLQAuQcAAcQ0IIANBADYCHCADIAE2AhQgA0G2ETYCECADQQI2AgxBACECDIYBCyABIARGBEBB3QAhAgyGAQsgAS0AACICQQ1GBEAgAUEBaiEBQdAAIQIMbQsgASEAIAJBCWsOBAUBAQUBCyAEIAEiAEYEQEHcACECDIUBCyAALQAAQQpHDQAgAEEBagwCC0EAIQIgA0EANgIcIAMgADYCFCADQcotNgIQIANBBzYCDAyDAQsgASAERgRAQdsAIQIMgwELAkAgAS0AAEEJaw4EAwAAAwALIAFBAWoLIQFBzgAhAgxoCyABIARGBEBB2gAhAgyBAQsgAS0AAEEJaw4EAAEBAAELQQAhAiADQQA2AhwgA0GaEjYCECADQQc2AgwgAyABQQFqNgIUDH8LIANBgBI7ASpBACEAAkAgAygCOCICRQ0AIAIoAjgiAkUNACADIAIRAAAhAAsgAEUNACAAQRVHDQEgA0HZADYCHCADIAE2AhQgA0HqGjYCECADQRU2AgxBACECDH4LQc0AIQIMZAsgA0EANgIcIAMgATYCFCADQckNNgIQIANBGjYCDEEAIQIMfAsgASAERgRAQdkAIQIMfAsgAS0AAEEgRw09IAFBAWohASADLQAuQQFxDT0gA0EANgIcIAMgATYCFCADQcIcNgIQIANBHjYCDEEAIQIMewsgASAERgRAQdgAIQIMewsCQAJAAkACQAJAIAEtAAAiAEEKaw4EAgMDAAELIAFBAWohAUEsIQIMZQsgAEE6Rw0BIANBADYCHCADIAE2AhQgA0HnETYCECADQQo2AgxBACECDH0LIAFBAWohASADQS9qLQAAQQFxRQ1zIAMtADJBgAFxRQRAIANBMmohAiADEDVBACEAAkAgAygCOCIGRQ0AIAYoAigiBkUNACADIAYRAAAhAAsCQAJAIAAOFk1MSwEBAQEBAQEBAQEBAQEBAQEBAQABCyADQSk2AhwgAyABNgIUIANBrBk2AhAgA0EVNgIMQQAhAgx+CyADQQA2AhwgAyABNgIUIANB5Qs2AhAgA0ERNgIMQQAhAgx9C0EAIQACQCADKAI4IgJFDQAgAigCXCICRQ0AIAMgAhEAACEACyAARQ1ZIABBFUcNASADQQU2AhwgAyABNgIUIANBmxs2AhAgA0EVNgIMQQAhAgx8C0HLACECDGILQQAhAiADQQA2AhwgAyABNgIUIANBkA42AhAgA0EUNgIMDHoLIAMgAy8BMkGAAXI7ATIMOwsgASAERwRAIANBETYCCCADIAE2AgRBygAhAgxgC0HXACECDHgLIAEgBEYEQEHWACECDHgLAkACQAJAAkAgAS0AACIAQSByIAAgAEHBAGtB/wFxQRpJG0H/AXFB4wBrDhMAQEBAQEBAQEBAQEBAAUBAQAIDQAsgAUEBaiEBQcYAIQIMYQsgAUEBaiEBQccAIQIMYAsgAUEBaiEBQcgAIQIMXwsgAUEBaiEBQckAIQIMXgtB1QAhAiAEIAEiAEYNdiAEIAFrIAMoAgAiAWohBiAAIAFrQQVqIQcDQCABQZDIAGotAAAgAC0AACIFQSByIAUgBUHBAGtB/wFxQRpJG0H/AXFHDQhBBCABQQVGDQoaIAFBAWohASAEIABBAWoiAEcNAAsgAyAGNgIADHYLQdQAIQIgBCABIgBGDXUgBCABayADKAIAIgFqIQYgACABa0EPaiEHA0AgAUGAyABqLQAAIAAtAAAiBUEgciAFIAVBwQBrQf8BcUEaSRtB/wFxRw0HQQMgAUEPRg0JGiABQQFqIQEgBCAAQQFqIgBHDQALIAMgBjYCAAx1C0HTACECIAQgASIARg10IAQgAWsgAygCACIBaiEGIAAgAWtBDmohBwNAIAFB4scAai0AACAALQAAIgVBIHIgBSAFQcEAa0H/AXFBGkkbQf8BcUcNBiABQQ5GDQcgAUEBaiEBIAQgAEEBaiIARw0ACyADIAY2AgAMdAtB0gAhAiAEIAEiAEYNcyAEIAFrIAMoAgAiAWohBSAAIAFrQQFqIQYDQCABQeDHAGotAAAgAC0AACIHQSByIAcgB0HBAGtB/wFxQRpJG0H/AXFHDQUgAUEBRg0CIAFBAWohASAEIABBAWoiAEcNAAsgAyAFNgIADHMLIAEgBEYEQEHRACECDHMLAkACQCABLQAAIgBBIHIgACAAQcEAa0H/AXFBGkkbQf8BcUHuAGsOBwA5OTk5OQE5CyABQQFqIQFBwwAhAgxaCyABQQFqIQFBxAAhAgxZCyADQQA2AgAgBkEBaiEBQcUAIQIMWAtB0AAhAiAEIAEiAEYNcCAEIAFrIAMoAgAiAWohBiAAIAFrQQlqIQcDQCABQdbHAGotAAAgAC0AACIFQSByIAUgBUHBAGtB/wFxQRpJG0H/AXFHDQJBAiABQQlGDQQaIAFBAWohASAEIABBAWoiAEcNAAsgAyAGNgIADHALQc8AIQIgBCABIgBGDW8gBCABayADKAIAIgFqIQYgACABa0EFaiEHA0AgAUHQxwBqLQAAIAAtAAAiBUEgciAFIAVBwQBrQf8BcUEaSRtB/wFxRw0BIAFBBUYNAiABQQFqIQEgBCAAQQFqIgBHDQALIAMgBjYCAAxvCyAAIQEgA0EANgIADDMLQQELOgAsIANBADYCACAHQQFqIQELQS0hAgxSCwJAA0AgAS0AAEHQxQBqLQAAQQFHDQEgBCABQQFqIgFHDQALQc0AIQIMawtBwgAhAgxRCyABIARGBEBBzAAhAgxqCyABLQAAQTpGBEAgAygCBCEAIANBADYCBCADIAAgARAwIgBFDTMgA0HLADYCHCADIAA2AgwgAyABQQFqNgIUQQAhAgxqCyADQQA2AhwgAyABNgIUIANB5xE2AhAgA0EKNgIMQQAhAgxpCwJAAkAgAy0ALEECaw4CAAEnCyADQTNqLQAAQQJxRQ0mIAMtAC5BAnENJiADQQA2AhwgAyABNgIUIANBphQ2AhAgA0ELNgIMQQAhAgxpCyADLQAyQSBxRQ0lIAMtAC5BAnENJSADQQA2AhwgAyABNgIUIANBvRM2AhAgA0EPNgIMQQAhAgxoC0EAIQACQCADKAI4IgJFDQAgAigCSCICRQ0AIAMgAhEAACEACyAARQRAQcEAIQIMTwsgAEEVRwRAIANBADYCHCADIAE2AhQgA0GmDzYCECADQRw2AgxBACECDGgLIANBygA2AhwgAyABNgIUIANBhRw2AhAgA0EVNgIMQQAhAgxnCyABIARHBEAgASECA0AgBCACIgFrQRBOBEAgAUEQaiEC/Qz/////////////////////IAH9AAAAIg1BB/1sIA39DODg4ODg4ODg4ODg4ODg4OD9bv0MX19fX19fX19fX19fX19fX/0mIA39DAkJCQkJCQkJCQkJCQkJCQn9I/1Q/VL9ZEF/c2giAEEQRg0BIAAgAWohAQwYCyABIARGBEBBxAAhAgxpCyABLQAAQcDBAGotAABBAUcNFyAEIAFBAWoiAkcNAAtBxAAhAgxnC0HEACECDGYLIAEgBEcEQANAAkAgAS0AACIAQSByIAAgAEHBAGtB/wFxQRpJG0H/AXEiAEEJRg0AIABBIEYNAAJAAkACQAJAIABB4wBrDhMAAwMDAwMDAwEDAwMDAwMDAwMCAwsgAUEBaiEBQTYhAgxSCyABQQFqIQFBNyECDFELIAFBAWohAUE4IQIMUAsMFQsgBCABQQFqIgFHDQALQTwhAgxmC0E8IQIMZQsgASAERgRAQcgAIQIMZQsgA0ESNgIIIAMgATYCBAJAAkACQAJAAkAgAy0ALEEBaw4EFAABAgkLIAMtADJBIHENA0HgASECDE8LAkAgAy8BMiIAQQhxRQ0AIAMtAChBAUcNACADLQAuQQhxRQ0CCyADIABB9/sDcUGABHI7ATIMCwsgAyADLwEyQRByOwEyDAQLIANBADYCBCADIAEgARAxIgAEQCADQcEANgIcIAMgADYCDCADIAFBAWo2AhRBACECDGYLIAFBAWohAQxYCyADQQA2AhwgAyABNgIUIANB9BM2AhAgA0EENgIMQQAhAgxkC0HHACECIAEgBEYNYyADKAIAIgAgBCABa2ohBSABIABrQQZqIQYCQANAIABBwMUAai0AACABLQAAQSByRw0BIABBBkYNSiAAQQFqIQAgBCABQQFqIgFHDQALIAMgBTYCAAxkCyADQQA2AgAMBQsCQCABIARHBEADQCABLQAAQcDDAGotAAAiAEEBRwRAIABBAkcNAyABQQFqIQEMBQsgBCABQQFqIgFHDQALQcUAIQIMZAtBxQAhAgxjCwsgA0EAOgAsDAELQQshAgxHC0E/IQIMRgsCQAJAA0AgAS0AACIAQSBHBEACQCAAQQprDgQDBQUDAAsgAEEsRg0DDAQLIAQgAUEBaiIBRw0AC0HGACECDGALIANBCDoALAwOCyADLQAoQQFHDQIgAy0ALkEIcQ0CIAMoAgQhACADQQA2AgQgAyAAIAEQMSIABEAgA0HCADYCHCADIAA2AgwgAyABQQFqNgIUQQAhAgxfCyABQQFqIQEMUAtBOyECDEQLAkADQCABLQAAIgBBIEcgAEEJR3ENASAEIAFBAWoiAUcNAAtBwwAhAgxdCwtBPCECDEILAkACQCABIARHBEADQCABLQAAIgBBIEcEQCAAQQprDgQDBAQDBAsgBCABQQFqIgFHDQALQT8hAgxdC0E/IQIMXAsgAyADLwEyQSByOwEyDAoLIAMoAgQhACADQQA2AgQgAyAAIAEQMSIARQ1OIANBPjYCHCADIAE2AhQgAyAANgIMQQAhAgxaCwJAIAEgBEcEQANAIAEtAABBwMMAai0AACIAQQFHBEAgAEECRg0DDAwLIAQgAUEBaiIBRw0AC0E3IQIMWwtBNyECDFoLIAFBAWohAQwEC0E7IQIgBCABIgBGDVggBCABayADKAIAIgFqIQYgACABa0EFaiEHAkADQCABQZDIAGotAAAgAC0AACIFQSByIAUgBUHBAGtB/wFxQRpJG0H/AXFHDQEgAUEFRgRAQQchAQw/CyABQQFqIQEgBCAAQQFqIgBHDQALIAMgBjYCAAxZCyADQQA2AgAgACEBDAULQTohAiAEIAEiAEYNVyAEIAFrIAMoAgAiAWohBiAAIAFrQQhqIQcCQANAIAFBtMEAai0AACAALQAAIgVBIHIgBSAFQcEAa0H/AXFBGkkbQf8BcUcNASABQQhGBEBBBSEBDD4LIAFBAWohASAEIABBAWoiAEcNAAsgAyAGNgIADFgLIANBADYCACAAIQEMBAtBOSECIAQgASIARg1WIAQgAWsgAygCACIBaiEGIAAgAWtBA2ohBwJAA0AgAUGwwQBqLQAAIAAtAAAiBUEgciAFIAVBwQBrQf8BcUEaSRtB/wFxRw0BIAFBA0YEQEEGIQEMPQsgAUEBaiEBIAQgAEEBaiIARw0ACyADIAY2AgAMVwsgA0EANgIAIAAhAQwDCwJAA0AgAS0AACIAQSBHBEAgAEEKaw4EBwQEBwILIAQgAUEBaiIBRw0AC0E4IQIMVgsgAEEsRw0BIAFBAWohAEEBIQECQAJAAkACQAJAIAMtACxBBWsOBAMBAgQACyAAIQEMBAtBAiEBDAELQQQhAQsgA0EBOgAsIAMgAy8BMiABcjsBMiAAIQEMAQsgAyADLwEyQQhyOwEyIAAhAQtBPiECDDsLIANBADoALAtBOSECDDkLIAEgBEYEQEE2IQIMUgsCQAJAAkACQAJAIAEtAABBCmsOBAACAgECCyADKAIEIQAgA0EANgIEIAMgACABEDEiAEUNAiADQTM2AhwgAyABNgIUIAMgADYCDEEAIQIMVQsgAygCBCEAIANBADYCBCADIAAgARAxIgBFBEAgAUEBaiEBDAYLIANBMjYCHCADIAA2AgwgAyABQQFqNgIUQQAhAgxUCyADLQAuQQFxBEBB3wEhAgw7CyADKAIEIQAgA0EANgIEIAMgACABEDEiAA0BDEkLQTQhAgw5CyADQTU2AhwgAyABNgIUIAMgADYCDEEAIQIMUQtBNSECDDcLIANBL2otAABBAXENACADQQA2AhwgAyABNgIUIANB6xY2AhAgA0EZNgIMQQAhAgxPC0EzIQIMNQsgASAERgRAQTIhAgxOCwJAIAEtAABBCkYEQCABQQFqIQEMAQsgA0EANgIcIAMgATYCFCADQZIXNgIQIANBAzYCDEEAIQIMTgtBMiECDDQLIAEgBEYEQEExIQIMTQsCQCABLQAAIgBBCUYNACAAQSBGDQBBASECAkAgAy0ALEEFaw4EBgQFAA0LIAMgAy8BMkEIcjsBMgwMCyADLQAuQQFxRQ0BIAMtACxBCEcNACADQQA6ACwLQT0hAgwyCyADQQA2AhwgAyABNgIUIANBwhY2AhAgA0EKNgIMQQAhAgxKC0ECIQIMAQtBBCECCyADQQE6ACwgAyADLwEyIAJyOwEyDAYLIAEgBEYEQEEwIQIMRwsgAS0AAEEKRgRAIAFBAWohAQwBCyADLQAuQQFxDQAgA0EANgIcIAMgATYCFCADQdwoNgIQIANBAjYCDEEAIQIMRgtBMCECDCwLIAFBAWohAUExIQIMKwsgASAERgRAQS8hAgxECyABLQAAIgBBCUcgAEEgR3FFBEAgAUEBaiEBIAMtAC5BAXENASADQQA2AhwgAyABNgIUIANBlxA2AhAgA0EKNgIMQQAhAgxEC0EBIQICQAJAAkACQAJAAkAgAy0ALEECaw4HBQQEAwECAAQLIAMgAy8BMkEIcjsBMgwDC0ECIQIMAQtBBCECCyADQQE6ACwgAyADLwEyIAJyOwEyC0EvIQIMKwsgA0EANgIcIAMgATYCFCADQYQTNgIQIANBCzYCDEEAIQIMQwtB4QEhAgwpCyABIARGBEBBLiECDEILIANBADYCBCADQRI2AgggAyABIAEQMSIADQELQS4hAgwnCyADQS02AhwgAyABNgIUIAMgADYCDEEAIQIMPwtBACEAAkAgAygCOCICRQ0AIAIoAkwiAkUNACADIAIRAAAhAAsgAEUNACAAQRVHDQEgA0HYADYCHCADIAE2AhQgA0GzGzYCECADQRU2AgxBACECDD4LQcwAIQIMJAsgA0EANgIcIAMgATYCFCADQbMONgIQIANBHTYCDEEAIQIMPAsgASAERgRAQc4AIQIMPAsgAS0AACIAQSBGDQIgAEE6Rg0BCyADQQA6ACxBCSECDCELIAMoAgQhACADQQA2AgQgAyAAIAEQMCIADQEMAgsgAy0ALkEBcQRAQd4BIQIMIAsgAygCBCEAIANBADYCBCADIAAgARAwIgBFDQIgA0EqNgIcIAMgADYCDCADIAFBAWo2AhRBACECDDgLIANBywA2AhwgAyAANgIMIAMgAUEBajYCFEEAIQIMNwsgAUEBaiEBQcAAIQIMHQsgAUEBaiEBDCwLIAEgBEYEQEErIQIMNQsCQCABLQAAQQpGBEAgAUEBaiEBDAELIAMtAC5BwABxRQ0GCyADLQAyQYABcQRAQQAhAAJAIAMoAjgiAkUNACACKAJcIgJFDQAgAyACEQAAIQALIABFDRIgAEEVRgRAIANBBTYCHCADIAE2AhQgA0GbGzYCECADQRU2AgxBACECDDYLIANBADYCHCADIAE2AhQgA0GQDjYCECADQRQ2AgxBACECDDULIANBMmohAiADEDVBACEAAkAgAygCOCIGRQ0AIAYoAigiBkUNACADIAYRAAAhAAsgAA4WAgEABAQEBAQEBAQEBAQEBAQEBAQEAwQLIANBAToAMAsgAiACLwEAQcAAcjsBAAtBKyECDBgLIANBKTYCHCADIAE2AhQgA0GsGTYCECADQRU2AgxBACECDDALIANBADYCHCADIAE2AhQgA0HlCzYCECADQRE2AgxBACECDC8LIANBADYCHCADIAE2AhQgA0GlCzYCECADQQI2AgxBACECDC4LQQEhByADLwEyIgVBCHFFBEAgAykDIEIAUiEHCwJAIAMtADAEQEEBIQAgAy0AKUEFRg0BIAVBwABxRSAHcUUNAQsCQCADLQAoIgJBAkYEQEEBIQAgAy8BNCIGQeUARg0CQQAhACAFQcAAcQ0CIAZB5ABGDQIgBkHmAGtBAkkNAiAGQcwBRg0CIAZBsAJGDQIMAQtBACEAIAVBwABxDQELQQIhACAFQQhxDQAgBUGABHEEQAJAIAJBAUcNACADLQAuQQpxDQBBBSEADAILQQQhAAwBCyAFQSBxRQRAIAMQNkEAR0ECdCEADAELQQBBAyADKQMgUBshAAsgAEEBaw4FAgAHAQMEC0ERIQIMEwsgA0EBOgAxDCkLQQAhAgJAIAMoAjgiAEUNACAAKAIwIgBFDQAgAyAAEQAAIQILIAJFDSYgAkEVRgRAIANBAzYCHCADIAE2AhQgA0HSGzYCECADQRU2AgxBACECDCsLQQAhAiADQQA2AhwgAyABNgIUIANB3Q42AhAgA0ESNgIMDCoLIANBADYCHCADIAE2AhQgA0H5IDYCECADQQ82AgxBACECDCkLQQAhAAJAIAMoAjgiAkUNACACKAIwIgJFDQAgAyACEQAAIQALIAANAQtBDiECDA4LIABBFUYEQCADQQI2AhwgAyABNgIUIANB0hs2AhAgA0EVNgIMQQAhAgwnCyADQQA2AhwgAyABNgIUIANB3Q42AhAgA0ESNgIMQQAhAgwmC0EqIQIMDAsgASAERwRAIANBCTYCCCADIAE2AgRBKSECDAwLQSYhAgwkCyADIAMpAyAiDCAEIAFrrSIKfSILQgAgCyAMWBs3AyAgCiAMVARAQSUhAgwkCyADKAIEIQAgA0EANgIEIAMgACABIAynaiIBEDIiAEUNACADQQU2AhwgAyABNgIUIAMgADYCDEEAIQIMIwtBDyECDAkLQgAhCgJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQCABLQAAQTBrDjcXFgABAgMEBQYHFBQUFBQUFAgJCgsMDRQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUDg8QERITFAtCAiEKDBYLQgMhCgwVC0IEIQoMFAtCBSEKDBMLQgYhCgwSC0IHIQoMEQtCCCEKDBALQgkhCgwPC0IKIQoMDgtCCyEKDA0LQgwhCgwMC0INIQoMCwtCDiEKDAoLQg8hCgwJC0IKIQoMCAtCCyEKDAcLQgwhCgwGC0INIQoMBQtCDiEKDAQLQg8hCgwDCyADQQA2AhwgAyABNgIUIANBnxU2AhAgA0EMNgIMQQAhAgwhCyABIARGBEBBIiECDCELQgAhCgJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgAS0AAEEwaw43FRQAAQIDBAUGBxYWFhYWFhYICQoLDA0WFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFg4PEBESExYLQgIhCgwUC0IDIQoMEwtCBCEKDBILQgUhCgwRC0IGIQoMEAtCByEKDA8LQgghCgwOC0IJIQoMDQtCCiEKDAwLQgshCgwLC0IMIQoMCgtCDSEKDAkLQg4hCgwIC0IPIQoMBwtCCiEKDAYLQgshCgwFC0IMIQoMBAtCDSEKDAMLQg4hCgwCC0IPIQoMAQtCASEKCyABQQFqIQEgAykDICILQv//////////D1gEQCADIAtCBIYgCoQ3AyAMAgsgA0EANgIcIAMgATYCFCADQbUJNgIQIANBDDYCDEEAIQIMHgtBJyECDAQLQSghAgwDCyADIAE6ACwgA0EANgIAIAdBAWohAUEMIQIMAgsgA0EANgIAIAZBAWohAUEKIQIMAQsgAUEBaiEBQQghAgwACwALQQAhAiADQQA2AhwgAyABNgIUIANBsjg2AhAgA0EINgIMDBcLQQAhAiADQQA2AhwgAyABNgIUIANBgxE2AhAgA0EJNgIMDBYLQQAhAiADQQA2AhwgAyABNgIUIANB3wo2AhAgA0EJNgIMDBULQQAhAiADQQA2AhwgAyABNgIUIANB7RA2AhAgA0EJNgIMDBQLQQAhAiADQQA2AhwgAyABNgIUIANB0hE2AhAgA0EJNgIMDBMLQQAhAiADQQA2AhwgAyABNgIUIANBsjg2AhAgA0EINgIMDBILQQAhAiADQQA2AhwgAyABNgIUIANBgxE2AhAgA0EJNgIMDBELQQAhAiADQQA2AhwgAyABNgIUIANB3wo2AhAgA0EJNgIMDBALQQAhAiADQQA2AhwgAyABNgIUIANB7RA2AhAgA0EJNgIMDA8LQQAhAiADQQA2AhwgAyABNgIUIANB0hE2AhAgA0EJNgIMDA4LQQAhAiADQQA2AhwgAyABNgIUIANBuRc2AhAgA0EPNgIMDA0LQQAhAiADQQA2AhwgAyABNgIUIANBuRc2AhAgA0EPNgIMDAwLQQAhAiADQQA2AhwgAyABNgIUIANBmRM2AhAgA0ELNgIMDAsLQQAhAiADQQA2AhwgAyABNgIUIANBnQk2AhAgA0ELNgIMDAoLQQAhAiADQQA2AhwgAyABNgIUIANBlxA2AhAgA0EKNgIMDAkLQQAhAiADQQA2AhwgAyABNgIUIANBsRA2AhAgA0EKNgIMDAgLQQAhAiADQQA2AhwgAyABNgIUIANBux02AhAgA0ECNgIMDAcLQQAhAiADQQA2AhwgAyABNgIUIANBlhY2AhAgA0ECNgIMDAYLQQAhAiADQQA2AhwgAyABNgIUIANB+Rg2AhAgA0ECNgIMDAULQQAhAiADQQA2AhwgAyABNgIUIANBxBg2AhAgA0ECNgIMDAQLIANBAjYCHCADIAE2AhQgA0GpHjYCECADQRY2AgxBACECDAMLQd4AIQIgASAERg0CIAlBCGohByADKAIAIQUCQAJAIAEgBEcEQCAFQZbIAGohCCAEIAVqIAFrIQYgBUF/c0EKaiIFIAFqIQADQCABLQAAIAgtAABHBEBBAiEIDAMLIAVFBEBBACEIIAAhAQwDCyAFQQFrIQUgCEEBaiEIIAQgAUEBaiIBRw0ACyAGIQUgBCEBCyAHQQE2AgAgAyAFNgIADAELIANBADYCACAHIAg2AgALIAcgATYCBCAJKAIMIQACQAJAIAkoAghBAWsOAgQBAAsgA0EANgIcIANBwh42AhAgA0EXNgIMIAMgAEEBajYCFEEAIQIMAwsgA0EANgIcIAMgADYCFCADQdceNgIQIANBCTYCDEEAIQIMAgsgASAERgRAQSghAgwCCyADQQk2AgggAyABNgIEQSchAgwBCyABIARGBEBBASECDAELA0ACQAJAAkAgAS0AAEEKaw4EAAEBAAELIAFBAWohAQwBCyABQQFqIQEgAy0ALkEgcQ0AQQAhAiADQQA2AhwgAyABNgIUIANBoSE2AhAgA0EFNgIMDAILQQEhAiABIARHDQALCyAJQRBqJAAgAkUEQCADKAIMIQAMAQsgAyACNgIcQQAhACADKAIEIgFFDQAgAyABIAQgAygCCBEBACIBRQ0AIAMgBDYCFCADIAE2AgwgASEACyAAC74CAQJ/IABBADoAACAAQeQAaiIBQQFrQQA6AAAgAEEAOgACIABBADoAASABQQNrQQA6AAAgAUECa0EAOgAAIABBADoAAyABQQRrQQA6AABBACAAa0EDcSIBIABqIgBBADYCAEHkACABa0F8cSICIABqIgFBBGtBADYCAAJAIAJBCUkNACAAQQA2AgggAEEANgIEIAFBCGtBADYCACABQQxrQQA2AgAgAkEZSQ0AIABBADYCGCAAQQA2AhQgAEEANgIQIABBADYCDCABQRBrQQA2AgAgAUEUa0EANgIAIAFBGGtBADYCACABQRxrQQA2AgAgAiAAQQRxQRhyIgJrIgFBIEkNACAAIAJqIQADQCAAQgA3AxggAEIANwMQIABCADcDCCAAQgA3AwAgAEEgaiEAIAFBIGsiAUEfSw0ACwsLVgEBfwJAIAAoAgwNAAJAAkACQAJAIAAtADEOAwEAAwILIAAoAjgiAUUNACABKAIwIgFFDQAgACABEQAAIgENAwtBAA8LAAsgAEHKGTYCEEEOIQELIAELGgAgACgCDEUEQCAAQd4fNgIQIABBFTYCDAsLFAAgACgCDEEVRgRAIABBADYCDAsLFAAgACgCDEEWRgRAIABBADYCDAsLBwAgACgCDAsHACAAKAIQCwkAIAAgATYCEAsHACAAKAIUCysAAkAgAEEnTw0AQv//////CSAArYhCAYNQDQAgAEECdEHQOGooAgAPCwALFwAgAEEvTwRAAAsgAEECdEHsOWooAgALvwkBAX9B9C0hAQJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAIABB5ABrDvQDY2IAAWFhYWFhYQIDBAVhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhBgcICQoLDA0OD2FhYWFhEGFhYWFhYWFhYWFhEWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYRITFBUWFxgZGhthYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2YTc4OTphYWFhYWFhYTthYWE8YWFhYT0+P2FhYWFhYWFhQGFhQWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYUJDREVGR0hJSktMTU5PUFFSU2FhYWFhYWFhVFVWV1hZWlthXF1hYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFeYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhX2BhC0HqLA8LQZgmDwtB7TEPC0GgNw8LQckpDwtBtCkPC0GWLQ8LQesrDwtBojUPC0HbNA8LQeApDwtB4yQPC0HVJA8LQe4kDwtB5iUPC0HKNA8LQdA3DwtBqjUPC0H1LA8LQfYmDwtBgiIPC0HyMw8LQb4oDwtB5zcPC0HNIQ8LQcAhDwtBuCUPC0HLJQ8LQZYkDwtBjzQPC0HNNQ8LQd0qDwtB7jMPC0GcNA8LQZ4xDwtB9DUPC0HlIg8LQa8lDwtBmTEPC0GyNg8LQfk2DwtBxDIPC0HdLA8LQYIxDwtBwTEPC0GNNw8LQckkDwtB7DYPC0HnKg8LQcgjDwtB4iEPC0HJNw8LQaUiDwtBlCIPC0HbNg8LQd41DwtBhiYPC0G8Kw8LQYsyDwtBoCMPC0H2MA8LQYAsDwtBiSsPC0GkJg8LQfIjDwtBgSgPC0GrMg8LQesnDwtBwjYPC0GiJA8LQc8qDwtB3CMPC0GHJw8LQeQ0DwtBtyIPC0GtMQ8LQdUiDwtBrzQPC0HeJg8LQdYyDwtB9DQPC0GBOA8LQfQ3DwtBkjYPC0GdJw8LQYIpDwtBjSMPC0HXMQ8LQb01DwtBtDcPC0HYMA8LQbYnDwtBmjgPC0GnKg8LQcQnDwtBriMPC0H1Ig8LAAtByiYhAQsgAQsXACAAIAAvAS5B/v8DcSABQQBHcjsBLgsaACAAIAAvAS5B/f8DcSABQQBHQQF0cjsBLgsaACAAIAAvAS5B+/8DcSABQQBHQQJ0cjsBLgsaACAAIAAvAS5B9/8DcSABQQBHQQN0cjsBLgsaACAAIAAvAS5B7/8DcSABQQBHQQR0cjsBLgsaACAAIAAvAS5B3/8DcSABQQBHQQV0cjsBLgsaACAAIAAvAS5Bv/8DcSABQQBHQQZ0cjsBLgsaACAAIAAvAS5B//4DcSABQQBHQQd0cjsBLgsaACAAIAAvAS5B//0DcSABQQBHQQh0cjsBLgsaACAAIAAvAS5B//sDcSABQQBHQQl0cjsBLgs+AQJ/AkAgACgCOCIDRQ0AIAMoAgQiA0UNACAAIAEgAiABayADEQEAIgRBf0cNACAAQeESNgIQQRghBAsgBAs+AQJ/AkAgACgCOCIDRQ0AIAMoAggiA0UNACAAIAEgAiABayADEQEAIgRBf0cNACAAQfwRNgIQQRghBAsgBAs+AQJ/AkAgACgCOCIDRQ0AIAMoAgwiA0UNACAAIAEgAiABayADEQEAIgRBf0cNACAAQewKNgIQQRghBAsgBAs+AQJ/AkAgACgCOCIDRQ0AIAMoAhAiA0UNACAAIAEgAiABayADEQEAIgRBf0cNACAAQfoeNgIQQRghBAsgBAs+AQJ/AkAgACgCOCIDRQ0AIAMoAhQiA0UNACAAIAEgAiABayADEQEAIgRBf0cNACAAQcsQNgIQQRghBAsgBAs+AQJ/AkAgACgCOCIDRQ0AIAMoAhgiA0UNACAAIAEgAiABayADEQEAIgRBf0cNACAAQbcfNgIQQRghBAsgBAs+AQJ/AkAgACgCOCIDRQ0AIAMoAhwiA0UNACAAIAEgAiABayADEQEAIgRBf0cNACAAQb8VNgIQQRghBAsgBAs+AQJ/AkAgACgCOCIDRQ0AIAMoAiwiA0UNACAAIAEgAiABayADEQEAIgRBf0cNACAAQf4INgIQQRghBAsgBAs+AQJ/AkAgACgCOCIDRQ0AIAMoAiAiA0UNACAAIAEgAiABayADEQEAIgRBf0cNACAAQYwdNgIQQRghBAsgBAs+AQJ/AkAgACgCOCIDRQ0AIAMoAiQiA0UNACAAIAEgAiABayADEQEAIgRBf0cNACAAQeYVNgIQQRghBAsgBAs4ACAAAn8gAC8BMkEUcUEURgRAQQEgAC0AKEEBRg0BGiAALwE0QeUARgwBCyAALQApQQVGCzoAMAtZAQJ/AkAgAC0AKEEBRg0AIAAvATQiAUHkAGtB5ABJDQAgAUHMAUYNACABQbACRg0AIAAvATIiAEHAAHENAEEBIQIgAEGIBHFBgARGDQAgAEEocUUhAgsgAguMAQECfwJAAkACQCAALQAqRQ0AIAAtACtFDQAgAC8BMiIBQQJxRQ0BDAILIAAvATIiAUEBcUUNAQtBASECIAAtAChBAUYNACAALwE0IgBB5ABrQeQASQ0AIABBzAFGDQAgAEGwAkYNACABQcAAcQ0AQQAhAiABQYgEcUGABEYNACABQShxQQBHIQILIAILcwAgAEEQav0MAAAAAAAAAAAAAAAAAAAAAP0LAwAgAP0MAAAAAAAAAAAAAAAAAAAAAP0LAwAgAEEwav0MAAAAAAAAAAAAAAAAAAAAAP0LAwAgAEEgav0MAAAAAAAAAAAAAAAAAAAAAP0LAwAgAEH9ATYCHAsGACAAEDoLmi0BC38jAEEQayIKJABB3NUAKAIAIglFBEBBnNkAKAIAIgVFBEBBqNkAQn83AgBBoNkAQoCAhICAgMAANwIAQZzZACAKQQhqQXBxQdiq1aoFcyIFNgIAQbDZAEEANgIAQYDZAEEANgIAC0GE2QBBwNkENgIAQdTVAEHA2QQ2AgBB6NUAIAU2AgBB5NUAQX82AgBBiNkAQcCmAzYCAANAIAFBgNYAaiABQfTVAGoiAjYCACACIAFB7NUAaiIDNgIAIAFB+NUAaiADNgIAIAFBiNYAaiABQfzVAGoiAzYCACADIAI2AgAgAUGQ1gBqIAFBhNYAaiICNgIAIAIgAzYCACABQYzWAGogAjYCACABQSBqIgFBgAJHDQALQczZBEGBpgM2AgBB4NUAQazZACgCADYCAEHQ1QBBgKYDNgIAQdzVAEHI2QQ2AgBBzP8HQTg2AgBByNkEIQkLAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgAEHsAU0EQEHE1QAoAgAiBkEQIABBE2pBcHEgAEELSRsiBEEDdiIAdiIBQQNxBEACQCABQQFxIAByQQFzIgJBA3QiAEHs1QBqIgEgAEH01QBqKAIAIgAoAggiA0YEQEHE1QAgBkF+IAJ3cTYCAAwBCyABIAM2AgggAyABNgIMCyAAQQhqIQEgACACQQN0IgJBA3I2AgQgACACaiIAIAAoAgRBAXI2AgQMEQtBzNUAKAIAIgggBE8NASABBEACQEECIAB0IgJBACACa3IgASAAdHFoIgBBA3QiAkHs1QBqIgEgAkH01QBqKAIAIgIoAggiA0YEQEHE1QAgBkF+IAB3cSIGNgIADAELIAEgAzYCCCADIAE2AgwLIAIgBEEDcjYCBCAAQQN0IgAgBGshBSAAIAJqIAU2AgAgAiAEaiIEIAVBAXI2AgQgCARAIAhBeHFB7NUAaiEAQdjVACgCACEDAn9BASAIQQN2dCIBIAZxRQRAQcTVACABIAZyNgIAIAAMAQsgACgCCAsiASADNgIMIAAgAzYCCCADIAA2AgwgAyABNgIICyACQQhqIQFB2NUAIAQ2AgBBzNUAIAU2AgAMEQtByNUAKAIAIgtFDQEgC2hBAnRB9NcAaigCACIAKAIEQXhxIARrIQUgACECA0ACQCACKAIQIgFFBEAgAkEUaigCACIBRQ0BCyABKAIEQXhxIARrIgMgBUkhAiADIAUgAhshBSABIAAgAhshACABIQIMAQsLIAAoAhghCSAAKAIMIgMgAEcEQEHU1QAoAgAaIAMgACgCCCIBNgIIIAEgAzYCDAwQCyAAQRRqIgIoAgAiAUUEQCAAKAIQIgFFDQMgAEEQaiECCwNAIAIhByABIgNBFGoiAigCACIBDQAgA0EQaiECIAMoAhAiAQ0ACyAHQQA2AgAMDwtBfyEEIABBv39LDQAgAEETaiIBQXBxIQRByNUAKAIAIghFDQBBACAEayEFAkACQAJAAn9BACAEQYACSQ0AGkEfIARB////B0sNABogBEEmIAFBCHZnIgBrdkEBcSAAQQF0a0E+agsiBkECdEH01wBqKAIAIgJFBEBBACEBQQAhAwwBC0EAIQEgBEEZIAZBAXZrQQAgBkEfRxt0IQBBACEDA0ACQCACKAIEQXhxIARrIgcgBU8NACACIQMgByIFDQBBACEFIAIhAQwDCyABIAJBFGooAgAiByAHIAIgAEEddkEEcWpBEGooAgAiAkYbIAEgBxshASAAQQF0IQAgAg0ACwsgASADckUEQEEAIQNBAiAGdCIAQQAgAGtyIAhxIgBFDQMgAGhBAnRB9NcAaigCACEBCyABRQ0BCwNAIAEoAgRBeHEgBGsiAiAFSSEAIAIgBSAAGyEFIAEgAyAAGyEDIAEoAhAiAAR/IAAFIAFBFGooAgALIgENAAsLIANFDQAgBUHM1QAoAgAgBGtPDQAgAygCGCEHIAMgAygCDCIARwRAQdTVACgCABogACADKAIIIgE2AgggASAANgIMDA4LIANBFGoiAigCACIBRQRAIAMoAhAiAUUNAyADQRBqIQILA0AgAiEGIAEiAEEUaiICKAIAIgENACAAQRBqIQIgACgCECIBDQALIAZBADYCAAwNC0HM1QAoAgAiAyAETwRAQdjVACgCACEBAkAgAyAEayICQRBPBEAgASAEaiIAIAJBAXI2AgQgASADaiACNgIAIAEgBEEDcjYCBAwBCyABIANBA3I2AgQgASADaiIAIAAoAgRBAXI2AgRBACEAQQAhAgtBzNUAIAI2AgBB2NUAIAA2AgAgAUEIaiEBDA8LQdDVACgCACIDIARLBEAgBCAJaiIAIAMgBGsiAUEBcjYCBEHc1QAgADYCAEHQ1QAgATYCACAJIARBA3I2AgQgCUEIaiEBDA8LQQAhASAEAn9BnNkAKAIABEBBpNkAKAIADAELQajZAEJ/NwIAQaDZAEKAgISAgIDAADcCAEGc2QAgCkEMakFwcUHYqtWqBXM2AgBBsNkAQQA2AgBBgNkAQQA2AgBBgIAECyIAIARBxwBqIgVqIgZBACAAayIHcSICTwRAQbTZAEEwNgIADA8LAkBB/NgAKAIAIgFFDQBB9NgAKAIAIgggAmohACAAIAFNIAAgCEtxDQBBACEBQbTZAEEwNgIADA8LQYDZAC0AAEEEcQ0EAkACQCAJBEBBhNkAIQEDQCABKAIAIgAgCU0EQCAAIAEoAgRqIAlLDQMLIAEoAggiAQ0ACwtBABA7IgBBf0YNBSACIQZBoNkAKAIAIgFBAWsiAyAAcQRAIAIgAGsgACADakEAIAFrcWohBgsgBCAGTw0FIAZB/v///wdLDQVB/NgAKAIAIgMEQEH02AAoAgAiByAGaiEBIAEgB00NBiABIANLDQYLIAYQOyIBIABHDQEMBwsgBiADayAHcSIGQf7///8HSw0EIAYQOyEAIAAgASgCACABKAIEakYNAyAAIQELAkAgBiAEQcgAak8NACABQX9GDQBBpNkAKAIAIgAgBSAGa2pBACAAa3EiAEH+////B0sEQCABIQAMBwsgABA7QX9HBEAgACAGaiEGIAEhAAwHC0EAIAZrEDsaDAQLIAEiAEF/Rw0FDAMLQQAhAwwMC0EAIQAMCgsgAEF/Rw0CC0GA2QBBgNkAKAIAQQRyNgIACyACQf7///8HSw0BIAIQOyEAQQAQOyEBIABBf0YNASABQX9GDQEgACABTw0BIAEgAGsiBiAEQThqTQ0BC0H02ABB9NgAKAIAIAZqIgE2AgBB+NgAKAIAIAFJBEBB+NgAIAE2AgALAkACQAJAQdzVACgCACICBEBBhNkAIQEDQCAAIAEoAgAiAyABKAIEIgVqRg0CIAEoAggiAQ0ACwwCC0HU1QAoAgAiAUEARyAAIAFPcUUEQEHU1QAgADYCAAtBACEBQYjZACAGNgIAQYTZACAANgIAQeTVAEF/NgIAQejVAEGc2QAoAgA2AgBBkNkAQQA2AgADQCABQYDWAGogAUH01QBqIgI2AgAgAiABQezVAGoiAzYCACABQfjVAGogAzYCACABQYjWAGogAUH81QBqIgM2AgAgAyACNgIAIAFBkNYAaiABQYTWAGoiAjYCACACIAM2AgAgAUGM1gBqIAI2AgAgAUEgaiIBQYACRw0AC0F4IABrQQ9xIgEgAGoiAiAGQThrIgMgAWsiAUEBcjYCBEHg1QBBrNkAKAIANgIAQdDVACABNgIAQdzVACACNgIAIAAgA2pBODYCBAwCCyAAIAJNDQAgAiADSQ0AIAEoAgxBCHENAEF4IAJrQQ9xIgAgAmoiA0HQ1QAoAgAgBmoiByAAayIAQQFyNgIEIAEgBSAGajYCBEHg1QBBrNkAKAIANgIAQdDVACAANgIAQdzVACADNgIAIAIgB2pBODYCBAwBCyAAQdTVACgCAEkEQEHU1QAgADYCAAsgACAGaiEDQYTZACEBAkACQAJAA0AgAyABKAIARwRAIAEoAggiAQ0BDAILCyABLQAMQQhxRQ0BC0GE2QAhAQNAIAEoAgAiAyACTQRAIAMgASgCBGoiBSACSw0DCyABKAIIIQEMAAsACyABIAA2AgAgASABKAIEIAZqNgIEIABBeCAAa0EPcWoiCSAEQQNyNgIEIANBeCADa0EPcWoiBiAEIAlqIgRrIQEgAiAGRgRAQdzVACAENgIAQdDVAEHQ1QAoAgAgAWoiADYCACAEIABBAXI2AgQMCAtB2NUAKAIAIAZGBEBB2NUAIAQ2AgBBzNUAQczVACgCACABaiIANgIAIAQgAEEBcjYCBCAAIARqIAA2AgAMCAsgBigCBCIFQQNxQQFHDQYgBUF4cSEIIAVB/wFNBEAgBUEDdiEDIAYoAggiACAGKAIMIgJGBEBBxNUAQcTVACgCAEF+IAN3cTYCAAwHCyACIAA2AgggACACNgIMDAYLIAYoAhghByAGIAYoAgwiAEcEQCAAIAYoAggiAjYCCCACIAA2AgwMBQsgBkEUaiICKAIAIgVFBEAgBigCECIFRQ0EIAZBEGohAgsDQCACIQMgBSIAQRRqIgIoAgAiBQ0AIABBEGohAiAAKAIQIgUNAAsgA0EANgIADAQLQXggAGtBD3EiASAAaiIHIAZBOGsiAyABayIBQQFyNgIEIAAgA2pBODYCBCACIAVBNyAFa0EPcWpBP2siAyADIAJBEGpJGyIDQSM2AgRB4NUAQazZACgCADYCAEHQ1QAgATYCAEHc1QAgBzYCACADQRBqQYzZACkCADcCACADQYTZACkCADcCCEGM2QAgA0EIajYCAEGI2QAgBjYCAEGE2QAgADYCAEGQ2QBBADYCACADQSRqIQEDQCABQQc2AgAgBSABQQRqIgFLDQALIAIgA0YNACADIAMoAgRBfnE2AgQgAyADIAJrIgU2AgAgAiAFQQFyNgIEIAVB/wFNBEAgBUF4cUHs1QBqIQACf0HE1QAoAgAiAUEBIAVBA3Z0IgNxRQRAQcTVACABIANyNgIAIAAMAQsgACgCCAsiASACNgIMIAAgAjYCCCACIAA2AgwgAiABNgIIDAELQR8hASAFQf///wdNBEAgBUEmIAVBCHZnIgBrdkEBcSAAQQF0a0E+aiEBCyACIAE2AhwgAkIANwIQIAFBAnRB9NcAaiEAQcjVACgCACIDQQEgAXQiBnFFBEAgACACNgIAQcjVACADIAZyNgIAIAIgADYCGCACIAI2AgggAiACNgIMDAELIAVBGSABQQF2a0EAIAFBH0cbdCEBIAAoAgAhAwJAA0AgAyIAKAIEQXhxIAVGDQEgAUEddiEDIAFBAXQhASAAIANBBHFqQRBqIgYoAgAiAw0ACyAGIAI2AgAgAiAANgIYIAIgAjYCDCACIAI2AggMAQsgACgCCCIBIAI2AgwgACACNgIIIAJBADYCGCACIAA2AgwgAiABNgIIC0HQ1QAoAgAiASAETQ0AQdzVACgCACIAIARqIgIgASAEayIBQQFyNgIEQdDVACABNgIAQdzVACACNgIAIAAgBEEDcjYCBCAAQQhqIQEMCAtBACEBQbTZAEEwNgIADAcLQQAhAAsgB0UNAAJAIAYoAhwiAkECdEH01wBqIgMoAgAgBkYEQCADIAA2AgAgAA0BQcjVAEHI1QAoAgBBfiACd3E2AgAMAgsgB0EQQRQgBygCECAGRhtqIAA2AgAgAEUNAQsgACAHNgIYIAYoAhAiAgRAIAAgAjYCECACIAA2AhgLIAZBFGooAgAiAkUNACAAQRRqIAI2AgAgAiAANgIYCyABIAhqIQEgBiAIaiIGKAIEIQULIAYgBUF+cTYCBCABIARqIAE2AgAgBCABQQFyNgIEIAFB/wFNBEAgAUF4cUHs1QBqIQACf0HE1QAoAgAiAkEBIAFBA3Z0IgFxRQRAQcTVACABIAJyNgIAIAAMAQsgACgCCAsiASAENgIMIAAgBDYCCCAEIAA2AgwgBCABNgIIDAELQR8hBSABQf///wdNBEAgAUEmIAFBCHZnIgBrdkEBcSAAQQF0a0E+aiEFCyAEIAU2AhwgBEIANwIQIAVBAnRB9NcAaiEAQcjVACgCACICQQEgBXQiA3FFBEAgACAENgIAQcjVACACIANyNgIAIAQgADYCGCAEIAQ2AgggBCAENgIMDAELIAFBGSAFQQF2a0EAIAVBH0cbdCEFIAAoAgAhAAJAA0AgACICKAIEQXhxIAFGDQEgBUEddiEAIAVBAXQhBSACIABBBHFqQRBqIgMoAgAiAA0ACyADIAQ2AgAgBCACNgIYIAQgBDYCDCAEIAQ2AggMAQsgAigCCCIAIAQ2AgwgAiAENgIIIARBADYCGCAEIAI2AgwgBCAANgIICyAJQQhqIQEMAgsCQCAHRQ0AAkAgAygCHCIBQQJ0QfTXAGoiAigCACADRgRAIAIgADYCACAADQFByNUAIAhBfiABd3EiCDYCAAwCCyAHQRBBFCAHKAIQIANGG2ogADYCACAARQ0BCyAAIAc2AhggAygCECIBBEAgACABNgIQIAEgADYCGAsgA0EUaigCACIBRQ0AIABBFGogATYCACABIAA2AhgLAkAgBUEPTQRAIAMgBCAFaiIAQQNyNgIEIAAgA2oiACAAKAIEQQFyNgIEDAELIAMgBGoiAiAFQQFyNgIEIAMgBEEDcjYCBCACIAVqIAU2AgAgBUH/AU0EQCAFQXhxQezVAGohAAJ/QcTVACgCACIBQQEgBUEDdnQiBXFFBEBBxNUAIAEgBXI2AgAgAAwBCyAAKAIICyIBIAI2AgwgACACNgIIIAIgADYCDCACIAE2AggMAQtBHyEBIAVB////B00EQCAFQSYgBUEIdmciAGt2QQFxIABBAXRrQT5qIQELIAIgATYCHCACQgA3AhAgAUECdEH01wBqIQBBASABdCIEIAhxRQRAIAAgAjYCAEHI1QAgBCAIcjYCACACIAA2AhggAiACNgIIIAIgAjYCDAwBCyAFQRkgAUEBdmtBACABQR9HG3QhASAAKAIAIQQCQANAIAQiACgCBEF4cSAFRg0BIAFBHXYhBCABQQF0IQEgACAEQQRxakEQaiIGKAIAIgQNAAsgBiACNgIAIAIgADYCGCACIAI2AgwgAiACNgIIDAELIAAoAggiASACNgIMIAAgAjYCCCACQQA2AhggAiAANgIMIAIgATYCCAsgA0EIaiEBDAELAkAgCUUNAAJAIAAoAhwiAUECdEH01wBqIgIoAgAgAEYEQCACIAM2AgAgAw0BQcjVACALQX4gAXdxNgIADAILIAlBEEEUIAkoAhAgAEYbaiADNgIAIANFDQELIAMgCTYCGCAAKAIQIgEEQCADIAE2AhAgASADNgIYCyAAQRRqKAIAIgFFDQAgA0EUaiABNgIAIAEgAzYCGAsCQCAFQQ9NBEAgACAEIAVqIgFBA3I2AgQgACABaiIBIAEoAgRBAXI2AgQMAQsgACAEaiIHIAVBAXI2AgQgACAEQQNyNgIEIAUgB2ogBTYCACAIBEAgCEF4cUHs1QBqIQFB2NUAKAIAIQMCf0EBIAhBA3Z0IgIgBnFFBEBBxNUAIAIgBnI2AgAgAQwBCyABKAIICyICIAM2AgwgASADNgIIIAMgATYCDCADIAI2AggLQdjVACAHNgIAQczVACAFNgIACyAAQQhqIQELIApBEGokACABC0MAIABFBEA/AEEQdA8LAkAgAEH//wNxDQAgAEEASA0AIABBEHZAACIAQX9GBEBBtNkAQTA2AgBBfw8LIABBEHQPCwALC5lCIgBBgAgLDQEAAAAAAAAAAgAAAAMAQZgICwUEAAAABQBBqAgLCQYAAAAHAAAACABB5AgLwjJJbnZhbGlkIGNoYXIgaW4gdXJsIHF1ZXJ5AFNwYW4gY2FsbGJhY2sgZXJyb3IgaW4gb25fYm9keQBDb250ZW50LUxlbmd0aCBvdmVyZmxvdwBDaHVuayBzaXplIG92ZXJmbG93AEludmFsaWQgbWV0aG9kIGZvciBIVFRQL3gueCByZXF1ZXN0AEludmFsaWQgbWV0aG9kIGZvciBSVFNQL3gueCByZXF1ZXN0AEV4cGVjdGVkIFNPVVJDRSBtZXRob2QgZm9yIElDRS94LnggcmVxdWVzdABJbnZhbGlkIGNoYXIgaW4gdXJsIGZyYWdtZW50IHN0YXJ0AEV4cGVjdGVkIGRvdABTcGFuIGNhbGxiYWNrIGVycm9yIGluIG9uX3N0YXR1cwBJbnZhbGlkIHJlc3BvbnNlIHN0YXR1cwBFeHBlY3RlZCBMRiBhZnRlciBoZWFkZXJzAEludmFsaWQgY2hhcmFjdGVyIGluIGNodW5rIGV4dGVuc2lvbnMAVXNlciBjYWxsYmFjayBlcnJvcgBgb25fcmVzZXRgIGNhbGxiYWNrIGVycm9yAGBvbl9jaHVua19oZWFkZXJgIGNhbGxiYWNrIGVycm9yAGBvbl9tZXNzYWdlX2JlZ2luYCBjYWxsYmFjayBlcnJvcgBgb25fY2h1bmtfZXh0ZW5zaW9uX3ZhbHVlYCBjYWxsYmFjayBlcnJvcgBgb25fc3RhdHVzX2NvbXBsZXRlYCBjYWxsYmFjayBlcnJvcgBgb25fdmVyc2lvbl9jb21wbGV0ZWAgY2FsbGJhY2sgZXJyb3IAYG9uX3VybF9jb21wbGV0ZWAgY2FsbGJhY2sgZXJyb3IAYG9uX3Byb3RvY29sX2NvbXBsZXRlYCBjYWxsYmFjayBlcnJvcgBgb25fY2h1bmtfY29tcGxldGVgIGNhbGxiYWNrIGVycm9yAGBvbl9oZWFkZXJfdmFsdWVfY29tcGxldGVgIGNhbGxiYWNrIGVycm9yAGBvbl9tZXNzYWdlX2NvbXBsZXRlYCBjYWxsYmFjayBlcnJvcgBgb25fbWV0aG9kX2NvbXBsZXRlYCBjYWxsYmFjayBlcnJvcgBgb25faGVhZGVyX2ZpZWxkX2NvbXBsZXRlYCBjYWxsYmFjayBlcnJvcgBgb25fY2h1bmtfZXh0ZW5zaW9uX25hbWVgIGNhbGxiYWNrIGVycm9yAFVuZXhwZWN0ZWQgY2hhciBpbiB1cmwgc2VydmVyAEludmFsaWQgaGVhZGVyIHZhbHVlIGNoYXIASW52YWxpZCBoZWFkZXIgZmllbGQgY2hhcgBTcGFuIGNhbGxiYWNrIGVycm9yIGluIG9uX3ZlcnNpb24ASW52YWxpZCBtaW5vciB2ZXJzaW9uAEludmFsaWQgbWFqb3IgdmVyc2lvbgBFeHBlY3RlZCBzcGFjZSBhZnRlciB2ZXJzaW9uAEV4cGVjdGVkIENSTEYgYWZ0ZXIgdmVyc2lvbgBJbnZhbGlkIEhUVFAgdmVyc2lvbgBJbnZhbGlkIGhlYWRlciB0b2tlbgBTcGFuIGNhbGxiYWNrIGVycm9yIGluIG9uX3VybABJbnZhbGlkIGNoYXJhY3RlcnMgaW4gdXJsAFVuZXhwZWN0ZWQgc3RhcnQgY2hhciBpbiB1cmwARG91YmxlIEAgaW4gdXJsAFNwYW4gY2FsbGJhY2sgZXJyb3IgaW4gb25fcHJvdG9jb2wARW1wdHkgQ29udGVudC1MZW5ndGgASW52YWxpZCBjaGFyYWN0ZXIgaW4gQ29udGVudC1MZW5ndGgAVHJhbnNmZXItRW5jb2RpbmcgY2FuJ3QgYmUgcHJlc2VudCB3aXRoIENvbnRlbnQtTGVuZ3RoAER1cGxpY2F0ZSBDb250ZW50LUxlbmd0aABJbnZhbGlkIGNoYXIgaW4gdXJsIHBhdGgAQ29udGVudC1MZW5ndGggY2FuJ3QgYmUgcHJlc2VudCB3aXRoIFRyYW5zZmVyLUVuY29kaW5nAE1pc3NpbmcgZXhwZWN0ZWQgQ1IgYWZ0ZXIgY2h1bmsgc2l6ZQBFeHBlY3RlZCBMRiBhZnRlciBjaHVuayBzaXplAEludmFsaWQgY2hhcmFjdGVyIGluIGNodW5rIHNpemUAU3BhbiBjYWxsYmFjayBlcnJvciBpbiBvbl9oZWFkZXJfdmFsdWUAU3BhbiBjYWxsYmFjayBlcnJvciBpbiBvbl9jaHVua19leHRlbnNpb25fdmFsdWUASW52YWxpZCBjaGFyYWN0ZXIgaW4gY2h1bmsgZXh0ZW5zaW9ucyB2YWx1ZQBVbmV4cGVjdGVkIHdoaXRlc3BhY2UgYWZ0ZXIgaGVhZGVyIHZhbHVlAE1pc3NpbmcgZXhwZWN0ZWQgQ1IgYWZ0ZXIgaGVhZGVyIHZhbHVlAE1pc3NpbmcgZXhwZWN0ZWQgTEYgYWZ0ZXIgaGVhZGVyIHZhbHVlAEludmFsaWQgYFRyYW5zZmVyLUVuY29kaW5nYCBoZWFkZXIgdmFsdWUATWlzc2luZyBleHBlY3RlZCBDUiBhZnRlciBjaHVuayBleHRlbnNpb24gdmFsdWUASW52YWxpZCBjaGFyYWN0ZXIgaW4gY2h1bmsgZXh0ZW5zaW9ucyBxdW90ZSB2YWx1ZQBJbnZhbGlkIHF1b3RlZC1wYWlyIGluIGNodW5rIGV4dGVuc2lvbnMgcXVvdGVkIHZhbHVlAEludmFsaWQgY2hhcmFjdGVyIGluIGNodW5rIGV4dGVuc2lvbnMgcXVvdGVkIHZhbHVlAFBhdXNlZCBieSBvbl9oZWFkZXJzX2NvbXBsZXRlAEludmFsaWQgRU9GIHN0YXRlAG9uX3Jlc2V0IHBhdXNlAG9uX2NodW5rX2hlYWRlciBwYXVzZQBvbl9tZXNzYWdlX2JlZ2luIHBhdXNlAG9uX2NodW5rX2V4dGVuc2lvbl92YWx1ZSBwYXVzZQBvbl9zdGF0dXNfY29tcGxldGUgcGF1c2UAb25fdmVyc2lvbl9jb21wbGV0ZSBwYXVzZQBvbl91cmxfY29tcGxldGUgcGF1c2UAb25fcHJvdG9jb2xfY29tcGxldGUgcGF1c2UAb25fY2h1bmtfY29tcGxldGUgcGF1c2UAb25faGVhZGVyX3ZhbHVlX2NvbXBsZXRlIHBhdXNlAG9uX21lc3NhZ2VfY29tcGxldGUgcGF1c2UAb25fbWV0aG9kX2NvbXBsZXRlIHBhdXNlAG9uX2hlYWRlcl9maWVsZF9jb21wbGV0ZSBwYXVzZQBvbl9jaHVua19leHRlbnNpb25fbmFtZSBwYXVzZQBVbmV4cGVjdGVkIHNwYWNlIGFmdGVyIHN0YXJ0IGxpbmUATWlzc2luZyBleHBlY3RlZCBDUiBhZnRlciByZXNwb25zZSBsaW5lAFNwYW4gY2FsbGJhY2sgZXJyb3IgaW4gb25fY2h1bmtfZXh0ZW5zaW9uX25hbWUASW52YWxpZCBjaGFyYWN0ZXIgaW4gY2h1bmsgZXh0ZW5zaW9ucyBuYW1lAE1pc3NpbmcgZXhwZWN0ZWQgQ1IgYWZ0ZXIgY2h1bmsgZXh0ZW5zaW9uIG5hbWUASW52YWxpZCBzdGF0dXMgY29kZQBQYXVzZSBvbiBDT05ORUNUL1VwZ3JhZGUAUGF1c2Ugb24gUFJJL1VwZ3JhZGUARXhwZWN0ZWQgSFRUUC8yIENvbm5lY3Rpb24gUHJlZmFjZQBTcGFuIGNhbGxiYWNrIGVycm9yIGluIG9uX21ldGhvZABFeHBlY3RlZCBzcGFjZSBhZnRlciBtZXRob2QAU3BhbiBjYWxsYmFjayBlcnJvciBpbiBvbl9oZWFkZXJfZmllbGQAUGF1c2VkAEludmFsaWQgd29yZCBlbmNvdW50ZXJlZABJbnZhbGlkIG1ldGhvZCBlbmNvdW50ZXJlZABNaXNzaW5nIGV4cGVjdGVkIENSIGFmdGVyIGNodW5rIGRhdGEARXhwZWN0ZWQgTEYgYWZ0ZXIgY2h1bmsgZGF0YQBVbmV4cGVjdGVkIGNoYXIgaW4gdXJsIHNjaGVtYQBSZXF1ZXN0IGhhcyBpbnZhbGlkIGBUcmFuc2Zlci1FbmNvZGluZ2AARGF0YSBhZnRlciBgQ29ubmVjdGlvbjogY2xvc2VgAFNXSVRDSF9QUk9YWQBVU0VfUFJPWFkATUtBQ1RJVklUWQBVTlBST0NFU1NBQkxFX0VOVElUWQBRVUVSWQBDT1BZAE1PVkVEX1BFUk1BTkVOVExZAFRPT19FQVJMWQBOT1RJRlkARkFJTEVEX0RFUEVOREVOQ1kAQkFEX0dBVEVXQVkAUExBWQBQVVQAQ0hFQ0tPVVQAR0FURVdBWV9USU1FT1VUAFJFUVVFU1RfVElNRU9VVABORVRXT1JLX0NPTk5FQ1RfVElNRU9VVABDT05ORUNUSU9OX1RJTUVPVVQATE9HSU5fVElNRU9VVABORVRXT1JLX1JFQURfVElNRU9VVABQT1NUAE1JU0RJUkVDVEVEX1JFUVVFU1QAQ0xJRU5UX0NMT1NFRF9SRVFVRVNUAENMSUVOVF9DTE9TRURfTE9BRF9CQUxBTkNFRF9SRVFVRVNUAEJBRF9SRVFVRVNUAEhUVFBfUkVRVUVTVF9TRU5UX1RPX0hUVFBTX1BPUlQAUkVQT1JUAElNX0FfVEVBUE9UAFJFU0VUX0NPTlRFTlQATk9fQ09OVEVOVABQQVJUSUFMX0NPTlRFTlQASFBFX0lOVkFMSURfQ09OU1RBTlQASFBFX0NCX1JFU0VUAEdFVABIUEVfU1RSSUNUAENPTkZMSUNUAFRFTVBPUkFSWV9SRURJUkVDVABQRVJNQU5FTlRfUkVESVJFQ1QAQ09OTkVDVABNVUxUSV9TVEFUVVMASFBFX0lOVkFMSURfU1RBVFVTAFRPT19NQU5ZX1JFUVVFU1RTAEVBUkxZX0hJTlRTAFVOQVZBSUxBQkxFX0ZPUl9MRUdBTF9SRUFTT05TAE9QVElPTlMAU1dJVENISU5HX1BST1RPQ09MUwBWQVJJQU5UX0FMU09fTkVHT1RJQVRFUwBNVUxUSVBMRV9DSE9JQ0VTAElOVEVSTkFMX1NFUlZFUl9FUlJPUgBXRUJfU0VSVkVSX1VOS05PV05fRVJST1IAUkFJTEdVTl9FUlJPUgBJREVOVElUWV9QUk9WSURFUl9BVVRIRU5USUNBVElPTl9FUlJPUgBTU0xfQ0VSVElGSUNBVEVfRVJST1IASU5WQUxJRF9YX0ZPUldBUkRFRF9GT1IAU0VUX1BBUkFNRVRFUgBHRVRfUEFSQU1FVEVSAEhQRV9VU0VSAFNFRV9PVEhFUgBIUEVfQ0JfQ0hVTktfSEVBREVSAEV4cGVjdGVkIExGIGFmdGVyIENSAE1LQ0FMRU5EQVIAU0VUVVAAV0VCX1NFUlZFUl9JU19ET1dOAFRFQVJET1dOAEhQRV9DTE9TRURfQ09OTkVDVElPTgBIRVVSSVNUSUNfRVhQSVJBVElPTgBESVNDT05ORUNURURfT1BFUkFUSU9OAE5PTl9BVVRIT1JJVEFUSVZFX0lORk9STUFUSU9OAEhQRV9JTlZBTElEX1ZFUlNJT04ASFBFX0NCX01FU1NBR0VfQkVHSU4AU0lURV9JU19GUk9aRU4ASFBFX0lOVkFMSURfSEVBREVSX1RPS0VOAElOVkFMSURfVE9LRU4ARk9SQklEREVOAEVOSEFOQ0VfWU9VUl9DQUxNAEhQRV9JTlZBTElEX1VSTABCTE9DS0VEX0JZX1BBUkVOVEFMX0NPTlRST0wATUtDT0wAQUNMAEhQRV9JTlRFUk5BTABSRVFVRVNUX0hFQURFUl9GSUVMRFNfVE9PX0xBUkdFX1VOT0ZGSUNJQUwASFBFX09LAFVOTElOSwBVTkxPQ0sAUFJJAFJFVFJZX1dJVEgASFBFX0lOVkFMSURfQ09OVEVOVF9MRU5HVEgASFBFX1VORVhQRUNURURfQ09OVEVOVF9MRU5HVEgARkxVU0gAUFJPUFBBVENIAE0tU0VBUkNIAFVSSV9UT09fTE9ORwBQUk9DRVNTSU5HAE1JU0NFTExBTkVPVVNfUEVSU0lTVEVOVF9XQVJOSU5HAE1JU0NFTExBTkVPVVNfV0FSTklORwBIUEVfSU5WQUxJRF9UUkFOU0ZFUl9FTkNPRElORwBFeHBlY3RlZCBDUkxGAEhQRV9JTlZBTElEX0NIVU5LX1NJWkUATU9WRQBDT05USU5VRQBIUEVfQ0JfU1RBVFVTX0NPTVBMRVRFAEhQRV9DQl9IRUFERVJTX0NPTVBMRVRFAEhQRV9DQl9WRVJTSU9OX0NPTVBMRVRFAEhQRV9DQl9VUkxfQ09NUExFVEUASFBFX0NCX1BST1RPQ09MX0NPTVBMRVRFAEhQRV9DQl9DSFVOS19DT01QTEVURQBIUEVfQ0JfSEVBREVSX1ZBTFVFX0NPTVBMRVRFAEhQRV9DQl9DSFVOS19FWFRFTlNJT05fVkFMVUVfQ09NUExFVEUASFBFX0NCX0NIVU5LX0VYVEVOU0lPTl9OQU1FX0NPTVBMRVRFAEhQRV9DQl9NRVNTQUdFX0NPTVBMRVRFAEhQRV9DQl9NRVRIT0RfQ09NUExFVEUASFBFX0NCX0hFQURFUl9GSUVMRF9DT01QTEVURQBERUxFVEUASFBFX0lOVkFMSURfRU9GX1NUQVRFAElOVkFMSURfU1NMX0NFUlRJRklDQVRFAFBBVVNFAE5PX1JFU1BPTlNFAFVOU1VQUE9SVEVEX01FRElBX1RZUEUAR09ORQBOT1RfQUNDRVBUQUJMRQBTRVJWSUNFX1VOQVZBSUxBQkxFAFJBTkdFX05PVF9TQVRJU0ZJQUJMRQBPUklHSU5fSVNfVU5SRUFDSEFCTEUAUkVTUE9OU0VfSVNfU1RBTEUAUFVSR0UATUVSR0UAUkVRVUVTVF9IRUFERVJfRklFTERTX1RPT19MQVJHRQBSRVFVRVNUX0hFQURFUl9UT09fTEFSR0UAUEFZTE9BRF9UT09fTEFSR0UASU5TVUZGSUNJRU5UX1NUT1JBR0UASFBFX1BBVVNFRF9VUEdSQURFAEhQRV9QQVVTRURfSDJfVVBHUkFERQBTT1VSQ0UAQU5OT1VOQ0UAVFJBQ0UASFBFX1VORVhQRUNURURfU1BBQ0UAREVTQ1JJQkUAVU5TVUJTQ1JJQkUAUkVDT1JEAEhQRV9JTlZBTElEX01FVEhPRABOT1RfRk9VTkQAUFJPUEZJTkQAVU5CSU5EAFJFQklORABVTkFVVEhPUklaRUQATUVUSE9EX05PVF9BTExPV0VEAEhUVFBfVkVSU0lPTl9OT1RfU1VQUE9SVEVEAEFMUkVBRFlfUkVQT1JURUQAQUNDRVBURUQATk9UX0lNUExFTUVOVEVEAExPT1BfREVURUNURUQASFBFX0NSX0VYUEVDVEVEAEhQRV9MRl9FWFBFQ1RFRABDUkVBVEVEAElNX1VTRUQASFBFX1BBVVNFRABUSU1FT1VUX09DQ1VSRUQAUEFZTUVOVF9SRVFVSVJFRABQUkVDT05ESVRJT05fUkVRVUlSRUQAUFJPWFlfQVVUSEVOVElDQVRJT05fUkVRVUlSRUQATkVUV09SS19BVVRIRU5USUNBVElPTl9SRVFVSVJFRABMRU5HVEhfUkVRVUlSRUQAU1NMX0NFUlRJRklDQVRFX1JFUVVJUkVEAFVQR1JBREVfUkVRVUlSRUQAUEFHRV9FWFBJUkVEAFBSRUNPTkRJVElPTl9GQUlMRUQARVhQRUNUQVRJT05fRkFJTEVEAFJFVkFMSURBVElPTl9GQUlMRUQAU1NMX0hBTkRTSEFLRV9GQUlMRUQATE9DS0VEAFRSQU5TRk9STUFUSU9OX0FQUExJRUQATk9UX01PRElGSUVEAE5PVF9FWFRFTkRFRABCQU5EV0lEVEhfTElNSVRfRVhDRUVERUQAU0lURV9JU19PVkVSTE9BREVEAEhFQUQARXhwZWN0ZWQgSFRUUC8sIFJUU1AvIG9yIElDRS8A5xUAAK8VAACkEgAAkhoAACYWAACeFAAA2xkAAHkVAAB+EgAA/hQAADYVAAALFgAA2BYAAPMSAABCGAAArBYAABIVAAAUFwAA7xcAAEgUAABxFwAAshoAAGsZAAB+GQAANRQAAIIaAABEFwAA/RYAAB4YAACHFwAAqhkAAJMSAAAHGAAALBcAAMoXAACkFwAA5xUAAOcVAABYFwAAOxgAAKASAAAtHAAAwxEAAEgRAADeEgAAQhMAAKQZAAD9EAAA9xUAAKUVAADvFgAA+BkAAEoWAABWFgAA9RUAAAoaAAAIGgAAARoAAKsVAABCEgAA1xAAAEwRAAAFGQAAVBYAAB4RAADKGQAAyBkAAE4WAAD/GAAAcRQAAPAVAADuFQAAlBkAAPwVAAC/GQAAmxkAAHwUAABDEQAAcBgAAJUUAAAnFAAAGRQAANUSAADUGQAARBYAAPcQAEG5OwsBAQBB0DsL4AEBAQIBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEDAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQBBuj0LBAEAAAIAQdE9C14DBAMDAwMDAAADAwADAwADAwMDAwMDAwMDAAUAAAAAAAMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAAAAAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMAAwADAEG6PwsEAQAAAgBB0T8LXgMAAwMDAwMAAAMDAAMDAAMDAwMDAwMDAwMABAAFAAAAAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMAAAADAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwADAAMAQbDBAAsNbG9zZWVlcC1hbGl2ZQBBycEACwEBAEHgwQAL4AEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQBBycMACwEBAEHgwwAL5wEBAQEBAQEBAQEBAQECAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAWNodW5rZWQAQfHFAAteAQABAQEBAQAAAQEAAQEAAQEBAQEBAQEBAQAAAAAAAAABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQAAAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAAEAAQBB0McACyFlY3Rpb25lbnQtbGVuZ3Rob25yb3h5LWNvbm5lY3Rpb24AQYDIAAsgcmFuc2Zlci1lbmNvZGluZ3BncmFkZQ0KDQpTTQ0KDQoAQanIAAsFAQIAAQMAQcDIAAtfBAUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUAQanKAAsFAQIAAQMAQcDKAAtfBAUFBgUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUAQanMAAsEAQAAAQBBwcwAC14CAgACAgICAgICAgICAgICAgICAgICAgICAgICAgIAAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAEGpzgALBQECAAEDAEHAzgALXwQFAAAFBQUFBQUFBQUFBQYFBQUFBQUFBQUFBQUABQAHCAUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQAFAAUABQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUAAAAFAEGp0AALBQEBAAEBAEHA0AALAQEAQdrQAAtBAgAAAAAAAAMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAAAAAAAAAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMAQanSAAsFAQEAAQEAQcDSAAsBAQBBytIACwYCAAAAAAIAQeHSAAs6AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMAAAAAAAADAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwBBoNQAC50BTk9VTkNFRUNLT1VUTkVDVEVURUNSSUJFTFVTSEVURUFEU0VBUkNIUkdFQ1RJVklUWUxFTkRBUlZFT1RJRllQVElPTlNDSFNFQVlTVEFUQ0hHRVVFUllPUkRJUkVDVE9SVFJDSFBBUkFNRVRFUlVSQ0VCU0NSSUJFQVJET1dOQUNFSU5ETktDS1VCU0NSSUJFVFRQQ0VUU1BBRFRQLw=='

let wasmBuffer

Object.defineProperty(module, 'exports', {
  get: () => {
	return wasmBuffer
      ? wasmBuffer
      : (wasmBuffer = Buffer.from(wasmBase64, 'base64'))
  }
})


/***/ }),

/***/ 2401:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.enumToMap = enumToMap;
function enumToMap(obj, filter = [], exceptions = []) {
	const emptyFilter = (filter?.length ?? 0) === 0;
	const emptyExceptions = (exceptions?.length ?? 0) === 0;
	return Object.fromEntries(Object.entries(obj).filter(([, value]) => {
		return (typeof value === 'number' &&
			(emptyFilter || filter.includes(value)) &&
			(emptyExceptions || !exceptions.includes(value)));
	}));
}


/***/ }),

/***/ 8584:
/***/ ((module) => {

const wasmModule = new WebAssembly.Module(
  Buffer.from(
	'AGFzbQEAAAABQgtgA39/fwBgAX8Bf2ACf38AYAF/AGABfwF+YAJ/fgBgBH9/f38AYAABf2AIf39/f39/f3wAYAN/f38Bf2ACf38BfwKUBBwDZW52CG9uX2Vycm9yAAADZW52Cm9uX2hlYWRlcnMACANlbnYJb25fZmluaXNoAAADZW52EG9uX21lc3NhZ2Vfc3RhcnQAAANlbnYTb25fbWVzc2FnZV9jb21wbGV0ZQAAA2Vudgpvbl9yZXF1ZXN0AAADZW52C29uX3Jlc3BvbnNlAAADZW52CG9uX3Jlc2V0AAADZW52CW9uX21ldGhvZAAAA2VudgZvbl91cmwAAANlbnYLb25fcHJvdG9jb2wAAANlbnYKb25fdmVyc2lvbgAAA2Vudglvbl9zdGF0dXMAAANlbnYJb25fcmVhc29uAAADZW52Dm9uX2hlYWRlcl9uYW1lAAADZW52D29uX2hlYWRlcl92YWx1ZQAAA2Vudgpvbl9jb25uZWN0AAADZW52Cm9uX3VwZ3JhZGUAAANlbnYPb25fY2h1bmtfbGVuZ3RoAAADZW52F29uX2NodW5rX2V4dGVuc2lvbl9uYW1lAAADZW52GG9uX2NodW5rX2V4dGVuc2lvbl92YWx1ZQAAA2Vudghvbl9jaHVuawAAA2Vudgdvbl9ib2R5AAADZW52B29uX2RhdGEAAANlbnYPb25fdHJhaWxlcl9uYW1lAAADZW52EG9uX3RyYWlsZXJfdmFsdWUAAANlbnYLb25fdHJhaWxlcnMAAANlbnYPb25fc3RhdGVfY2hhbmdlAAADQUAGAQMDBwIDBgMEBAEEBAEBAQQBBAQBAQEBAQEBAQEBAQEBAQcJAwIDBQUCAgIFAgICAgICAgEBAQEKAQIDAgICBQMBABEGCQF/AUGAgMAACwedCDkGbWVtb3J5AgAFYWxsb2MAHQVjbGVhcgAeCGNvbXBsZXRlAB8GY3JlYXRlACAHZGVhbGxvYwAhB2Rlc3Ryb3kAIgRmYWlsACMGZmluaXNoACQOZ2V0X2NodW5rX3NpemUAJRJnZXRfY29udGVudF9sZW5ndGgAJg5nZXRfZXJyb3JfY29kZQAnGWdldF9lcnJvcl9kZXNjcmlwdGlvbl9yYXcAKBRnZXRfbWF4X2JvZHlfcGF5bG9hZAApFWdldF9tYXhfaGVhZGVyX2xlbmd0aAAqGWdldF9tYXhfc3RhcnRfbGluZV9sZW5ndGgAKwpnZXRfbWV0aG9kACwKZ2V0X3BhcnNlZAAtDGdldF9wb3NpdGlvbgAuGGdldF9yZW1haW5pbmdfY2h1bmtfc2l6ZQAvHGdldF9yZW1haW5pbmdfY29udGVudF9sZW5ndGgAMAlnZXRfc3RhdGUAMQpnZXRfc3RhdHVzADIdaGFzX2NodW5rZWRfdHJhbnNmZXJfZW5jb2RpbmcAMxRoYXNfY29ubmVjdGlvbl9jbG9zZQA0Fmhhc19jb25uZWN0aW9uX3VwZ3JhZGUANRJoYXNfY29udGVudF9sZW5ndGgANgxoYXNfdHJhaWxlcnMANxVoYXNfdHJhbnNmZXJfZW5jb2RpbmcAOAtoYXNfdXBncmFkZQA5DWlzX2F1dG9kZXRlY3QAOgppc19jb25uZWN0ADsIaXNfZGVidWcAPAlpc19wYXVzZWQAPQppc19yZXF1ZXN0AD4ObWlsb19oYXNfZGVidWcAPwVwYXJzZQBABXBhdXNlAEEFcmVzZXQAQgZyZXN1bWUAQxRzZXRfYWN0aXZlX2NhbGxiYWNrcwBEEXNldF9hY3RpdmVfZXZlbnRzAEUJc2V0X2RlYnVnAEYOc2V0X2lzX2Nvbm5lY3QARw5zZXRfaXNfcmVxdWVzdABIFHNldF9tYXhfYm9keV9wYXlsb2FkAEkVc2V0X21heF9oZWFkZXJfbGVuZ3RoAEoZc2V0X21heF9zdGFydF9saW5lX2xlbmd0aABLFXNldF9zaG91bGRfYXV0b2RldGVjdABMIHNldF9zaG91bGRfY29udGludWVfd2l0aG91dF9kYXRhAE0cc2V0X3Nob3VsZF9tYW5hZ2VfdW5jb25zdW1lZABOFHNldF9zaG91bGRfc2tpcF9ib2R5AE8gc2V0X3Nob3VsZF9zdXNwZW5kX2FmdGVyX2hlYWRlcnMAUBxzaG91bGRfY29udGludWVfd2l0aG91dF9kYXRhAFEYc2hvdWxkX21hbmFnZV91bmNvbnN1bWVkAFIQc2hvdWxkX3NraXBfYm9keQBTHHNob3VsZF9zdXNwZW5kX2FmdGVyX2hlYWRlcnMAVAr7pwJAlgIBBH8CQCACIANPDQAgAS0AACEFAkAgAyACayIHQQNNBEAMAQtBgIKECCAFQYGChAhsIgEgAigAAHMiBmsgBnJBgIGChHhxQYCBgoR4RwRADAELIAJBfHFBBGohAgJAIAdBCU8EQCACIANBCGsiB0sNAQNAQYCChAggAigCACABcyIGayAGckGAgYKEeHFBgIGChHhHDQJBgIKECCACQQRqKAIAIAFzIgZrIAZyQYCBgoR4cUGAgYKEeEcNAiACQQhqIgIgB00NAAsMAQsgAiADTw0CDAELIAIgA08NAQsgA0EBa0EBIQQDQCAFIAItAABGDQEgAkEBaiICIANHDQALIQJBACEECyAAIAI2AgQgACAENgIACyYAAkAgAEEATgRAIABFBEBBASEADAILIABBARBVIgANAQsACyAACzMAIABCADcDKCAAQQA6ABUgAEIANwMwIABCADcDOCAAQgA3A0AgAEIANwNIIABBADYCUAvSAwIDfwF+AkAgACIBLQAkIgBBDk1BAEEBIAB0QYDPAXEbRQRAIAFBAzoAJiABQQI6ACQgAUENOgD0AkEAIQAgAUEAOgB5IAFBp5jAACkAADcAbCABQayYwAApAAA3AHECQCABKQNYIAEpA2CEp0EBcUUEQCABKAL4AiECDAELIAEoAvgCIgJBAToAACACQQVqQQM6AAAgAkEBaiABKAIgNgAAQQYhAAsgACACakEAOgAADAELAn9BACABKQNYIAEpA2CEIgRCyACDUA0AGiAEQgiDQgBSBEAgASgC+AIiAEEEOgAAIABBBWpBADYAACAAQQFqIAEoAiA2AABBCSECCyACIARCwACDUA0AGiABKAL4AiACaiIAQQc6AAAgAEEFakEANgAAIABBAWogASgCIDYAACACQQlqCyECIAFBADoAFiABQQA6ABQCQCABLQBSQQFGBEBBDiEAIAEtABFBAXENAQsgAS0AUCEDIARCAoNQBEAgAyEADAELQQEhACADQQFxRQRAIAMhAAwBCyABKAL4AiACaiIDQQI6AAAgA0EFakEANgAAIANBAWogASgCIDYAACACQQlqIQILIAEgADoAJCABKAL4AiACakEAOgAACwvfAgEDfyMAQeAAayIAJAACQEGAgAQQViICRQ0AIAJBBGstAABBA3FFDQAgAkEAQYCABPwLAAsCQCACRQ0AIABBADYAXCAAQgA3AFQgAEIANwBMIABCADcARCAAQgA3ADwgAEIANwA0IABCADcCHCAAQgA3AiQgAEEANgIsIABCADcADyAAQQA6ABdBgANBCBBVIgFFDQAgAUIANwARIAFBAToAECABQgA3AwggAUKAwICAgIAINwMAIAFCADcAGSABQgA3AB8gASAAKQAzNwAnIAEgACkAOzcALyABIAApAEM3ADcgASAAKQBLNwA/IAEgACkAUzcARyABIAApAFg3AEwgASAAKAIoNgJkIAEgACkCIDcCXCABIAApAhg3AlQgAUHsAGpBAEH/AfwLACABIAI2AvgCIAEgAC8AFjsA8wIgASAAKQAONwDrAiABIAE2AmggAEHgAGokACABDwsACxUAAkAgAEUNACABRQ0AIAAgARBXCws4AQF/IAAEQCAAKALwAiIBBEAgACgC7AIgARBXCyAAKAL4AiIBBEAgAUGAgAQQVwsgAEGAAxBXCwuSAQEBfyAAIAE6ACYgAEECOgAkIABB7ABqIQRB/gEgAyADQf4BTxsiAwRAIAQgAiAD/AoAAAsgACADOgD0AiADIARqQQA6AABBACEDIAApA1ggACkDYIRCAYOnBH8gACgC+AIiAkEBOgAAIAJBBWogAToAACACQQFqIAAoAiA2AABBBgVBAAsgACgC+AJqQQA6AAALrAIBAn8CQAJAAkAgAC0AJCIBQQlNBEBBASABdEEbcQ0BIAFBAkYNAyABQQlGDQILIABBBToAJiAAQQI6ACQgAEEWOgD0AiAAQQA6AIIBIABBgIjAACkAADcAbCAAQYiIwAApAAA3AHQgAEGOiMAAKQAANwB6AkAgACkDWCAAKQNghKdBAXFFBEAgACgC+AIhAQwBCyAAKAL4AiIBQQE6AAAgAUEFakEFOgAAIAFBAWogACgCIDYAAEEGIQILIAEgAmpBADoAAA8LIABBAToAJA8LAn8gACkDWCAAKQNghEIIg1AEQCAAKAL4AiEBQQAMAQsgACgC+AIiAUEEOgAAIAFBBWpBADYAACABQQFqIAAoAiA2AABBCQshAiAAQQE6ACQgASACakEAOgAACwsHACAAKQMwCwcAIAApAygLBwAgAC0AJgsTACAAMQD0AiAAQewAaq1CIIaECwcAIAApAwgLBwAgACgCBAsHACAAKAIACwcAIAAtAEwLBwAgACkDGAsHACAAKAIgCwcAIAApA0ALBwAgACkDOAsHACAALQAkCwcAIAAoAkgLBwAgAC0ATwsHACAALQBQCwcAIAAtAFELBwAgAC0ATQsHACAALQBTCwcAIAAtAE4LBwAgAC0AUgsHACAALQAQCwcAIAAtABULBwAgAC0AFwsHACAALQAlCwcAIAAtABELBABBAAva3AECKn8cfiABIREgAiEUQQAhASMAQZABayIMJAAgACIDKQNYIAMpA2CEIS0CQAJAAn8CQAJAAkACQCADLQAkQQJGBEAgA0EANgIgDAELIAMtACVBAUcNAQsgLUIAUg0BDAULAkACQCADLQATIAMoAvACIgBBAEdxIiAEQCADKALsAiEBIAwgETYCfCAMIAE2AnQgDCAANgJ4IAwgFDYCgAEgACAUaiIUQQBIDQICQCAURQRAQQEhEQwBCyAUQQEQVSIRRQ0DCyAMQQA2AowBIAwgETYCiAEgDCAUNgKEAQNAIAxB9ABqIAhqIgAoAgAhEgJAAkAgAEEEaigCACIOIAwoAoQBIAprSwRAIAxBhAFqIQ8jAEEQayILJAAgDiAKIA5qIgBLBEAACyALQQRqIQcgDygCBCERAkBBCCAAIA8oAgAiAUEBdCICIAAgAksbIgAgAEEITRsiBkEASARAIAdBADYCBCAHQQE2AgAMAQsCfyABBEBBACEAAn8CQAJAAkACQAJAIBFBBGsiCSgCACIKQXhxIgRBBEEIIApBA3EiDRsgAWpJDQAgDUEAIAFBJ2ogBEkbDQAgBkHM/3tLDQRBECAGQQtqQXhxIAZBC0kbIQEgEUEIayECAkACQAJAAkAgDQRAIAIgBGohDSABIARNDQMgDUHgm8AAKAIARg0EIA1B3JvAACgCAEYNAiANKAIEIgpBAnENCCAKQXhxIgogBGoiBCABSQ0IIA0gChBZIAQgAWsiDUEQSQ0BIAkgASAJKAIAQQFxckECcjYCACABIAJqIgEgDUEDcjYCBCACIARqIgQgBCgCBEEBcjYCBCABIA0QWgwHCyABQYACSQ0HIAJFDQcgASAETw0HIAQgAWtBgIAISw0HIBEMCQsgCSAEIAkoAgBBAXFyQQJyNgIAIAIgBGoiASABKAIEQQFyNgIEDAULQdSbwAAoAgAgBGoiBCABSQ0FAkAgBCABayINQQ9NBEAgCSAKQQFxIARyQQJyNgIAIAIgBGoiASABKAIEQQFyNgIEQQAhDUEAIQEMAQsgCSABIApBAXFyQQJyNgIAIAEgAmoiASANQQFyNgIEIAIgBGoiBCANNgIAIAQgBCgCBEF+cTYCBAtB3JvAACABNgIAQdSbwAAgDTYCAAwECyAEIAFrIgRBD00NAyAJIAEgCkEBcXJBAnI2AgAgASACaiIBIARBA3I2AgQgDSANKAIEQQFyNgIEIAEgBBBaDAMLQdibwAAoAgAgBGoiBCABSw0BDAMLAAsgCSABIApBAXFyQQJyNgIAIAEgAmoiDSAEIAFrIgFBAXI2AgRB2JvAACABNgIAQeCbwAAgDTYCAAsgAkUNACARDAILIAYQViIBRQ0AIAZBfEF4IAkoAgAiAEEDcRsgAEF4cWoiACAAIAZLGyIABEAgASARIAD8CgAACyABIQAgERBYCyAACwwBCyAGQQEQVQsiAEUEQCAHIAY2AgggB0EBNgIEIAdBATYCAAwBCyAHIAY2AgggByAANgIEIAdBADYCAAsgCygCBEEBRgRAIAsoAggaIAsoAgwACyALKAIIIQAgDyAGNgIAIA8gADYCBCALQRBqJAAgDCgCiAEhESAMKAKMASEKDAELIA5FDQELIA5FDQAgCiARaiASIA78CgAACyAMIAogDmoiCjYCjAEgCEEIaiIIQRBHDQALIAogFEkNASAMKAKEASEYCyADQQA2AiBBASEXQQEhBEEBIQpBASEIIC1QIiFFBEAgLULIAINCAFIhFiAtQoA8g0IAUiEiIC1CgA+DQgBSISMgLUIkg0IAUiEdIC1CFINCAFIhHiAtQoDAAINQIQogLUKAgAKDUCEIIC1CAoNCAYinIRkgLUKAgIAQg0IZiKchHyAtQoCAAYNCDoinIRogLUKAgIAIg1AhBAsgAy0AJQRAIBEhBCAUIQoMBgsgAykDCCEwIC1CEIMhOCAtQgSDITQgLUIggyE5IC1CgAKDIT8gLUKAAYMhQCAtQoAggyFBIC1CgBCDIUIgLUKACIMhOiAtQoAEgyE7IC1CgIAEgyFDIC1CgIAIgyFEIANBKGohEiAtQoCAEIMhRSAtQoCAgAKDITUgLUKAgMAAgyE8IC1CgIAggyE9IC1CgICABIMhNiAtQoCAgAGDIT4gLULAAIMhMiAtQgiDITMgLUKAgIAggyFGIC1CgIACg1AgCHIhJCAtpyIAQQ52IBpxISUgLUKAwACDUCAKciEmIABBGXYgH3EhJyAtQoCAgAiDUCAEciEoIBQiCCEKIBEhBANAAkAgCA0AIAMtABRBAXENAAwHCyADQQA6ABQCQAJAAkACQAJAAkACfwJAAkACQAJAAkACQAJAAkACfwJAAn8CQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgAy0AJA4PJklLHh0cLAgHBgMCAQBLKwsCQCAIRQ0AQQAhAEF/IQcCfwNAAkACQAJAAkACQAJAAkAgACAEaiICLQAAIgFBDUYEQCAIQQFrIABGDVUgAEEBaiAKTw1QIAJBAWoiAS0AAEEKRw0BAkACQCAARQRAIAVB1v8Da0H//3tJDVggRlANASAFQRBqQYGABE8NWCADKAIgIQAgAygC+AIgBWpBGzoAACADKAL4AiAFakEBaiAAQQJqNgAAIAMoAvgCIAVqQQVqQQA2AAAgA0EBOgAUIAVBCWohBQxNCyAMQTo6AHQgDEHoAGogDEH0AGogBCABEBwgDCgCaEEBcQRAIAwoAmwiASAERw0CCyADQQY6ACYgA0ECOgAkIANB3pfAACkAADcAbCADQeaXwAApAAA3AHQgA0Hul8AAKQAANwB8IANB9pfAACkAADcAhAEgA0H+l8AAKAAANgCMAQw8CyADQQE6ABQgBUFeTg1LDFYLIAEgBGsiCUEBaiEBIB9FBEAgASEGIAAMCgsgCUECaiIGIABPDQcgASAKTw1QIAEgBGotAABBIEcNByAEIAZqLQAAIg5BCUYNByAOQSBGDQcgAkEBay0AACICQQlGDQcgACACQSBHDQkaDAcLAkAgAUEgTwRAIAFB/wBGDQEMBwsgAUEJRg0GCyAAIApPDQQgAEECTQRAIABBAWohAEEAIQgDQCAEIAhqLQAAQTpGDQUgACAIQQFqIghHDQALDAULQYCChAggBCgAACIBQbr06NEDc2sgAXJBgIGChHhxQYCBgoR4RwRAIABBAWohAEEAIQgDQCAEIAhqLQAAQTpGDQUgACAIQQFqIghHDQALDAULQQQgBEEDcSIGayEBIABBCEkNASACQQFqIQYgASAEaiEIIAEgAEEHayIASw0CIAAgBGohAANAQYCChAggCCgCACIBQbr06NEDc2sgAXJBgIGChHhxQYCBgoR4Rw0DQYCChAggCEEEaigCACIBQbr06NEDc2sgAXJBgIGChHhxQYCBgoR4Rw0DIAhBCGoiCCAATQ0ACwwCCyADQQY6ACYgA0ECOgAkIANBrorAACkAADcAbCADQbOKwAApAAA3AHEMRwsgACABSQ0CIARBBGohASAAQQNrIQBBACAGayEIA0AgASAIai0AAEE6Rg0CIAhBAWoiCCAARw0ACwwCCyAGIAhNDQEDQCAILQAAQTpGDQEgAiAIRiAIQQFqIQhFDQALDAELIANBBjoAJiADQQI6ACQgA0GCmMAAKQAANwBsIANBipjAACkAADcAdCADQZKYwAApAAA3AHwgA0GamMAAKQAANwCEASADQZ+YwAApAAA3AIkBQSUhCEGRAQxPCyADQQY6ACYgA0ECOgAkIANB3pfAACkAADcAbCADQeaXwAApAAA3AHQgA0Hul8AAKQAANwB8IANB9pfAACkAADcAhAEgA0H+l8AAKAAANgCMAQw0CyAHQQFqIQcgCCAAQQFqIgBHDQEMAwsLIAACfwJAIAAgAU0NAANAIAEgBGotAAAiAkEJRyACQSBHcQ0BIAAgAUEBaiIBRw0ACyAADAELIAELIgYgAE8NABoCQANAIAcgCk8NSSAEIAdqLQAAIgFBCUcgAUEgR3ENASAGIAdJIAdBAWshBw0ACyAGDAELIAdBAWoLQQAhAQJAA0AgASAKRg1IIAEgBGotAAAtAICAQARAIAkgAUEBaiIBRg0CDAELCyADQQY6ACYgA0ECOgAkIANB3pfAACkAADcAbCADQeaXwAApAAA3AHQgA0Hul8AAKQAANwB8IANB9pfAACkAADcAhAEgA0H+l8AAKAAANgCMAQwxCyAoRQRAIAVBEGpBgIAESw1MIAMoAiAhASADKAL4AiAFakEZOgAAIAMoAvgCIAVqQQFqIAE2AAAgAygC+AIgBWpBBWogCTYAACAFQQlqIQULIAUgJ0UNPhogBUEQakGAgARLDUsgBmshByADKAIgIAZqIRdBGiEBDD0LIAMoAgQgCEsNSiADQQY6ACYgA0ECOgAkIANByZfAACkAADcAbCADQdGXwAApAAA3AHQgA0HWl8AAKQAANwB5DCQLIAMpA0AiMUIAUgRAIDEgCK0iLiAuIDFWGyEuIDBCAFIEQCAvIDBaDUsgMCAvfSI3IC4gLiA3VhshLgsgLlANSiAupyEAID5CAFIEQCAFQRBqQYGABE8NSyADKAIgIQEgAygC+AIgBWpBFjoAACADKAL4AiAFakEBaiABNgAAIAMoAvgCIAVqQQVqIAA2AAAgBUEJaiEFCyA2QgBSBEAgBUEQakGBgARPDUsgAygCICEBIAMoAvgCIAVqQRg6AAAgAygC+AIgBWpBAWogATYAACADKAL4AiAFakEFaiAANgAAIAVBCWohBQsgLiAvfCEvIAMgAykDQCAufUIAIC4gMVQbNwNAQQAhAQxCCyAIQQJJDUkgCkUNRAJAIAQtAABBDUcNACAKQQFGDUUgBC0AAUEKRw0AIANBCjoAJAwmCyADQQY6ACYgA0ECOgAkIANBq5fAACkAADcAbCADQbOXwAApAAA3AHQgA0G7l8AAKQAANwB8IANBwZfAACkAADcAggEMAgsCQCAIRQ0AIAhBAWsgCk8NAAJAIAhBBE8EQCAIIQAgBCEBQYCChAggBCgAACICQY2atOgAc2sgAnJBgIGChHhxQYCBgoR4RgRAIARBBCAEQQNxIgJrIgZqIQEgAEEJTwRAIAAgBGohAgJAIAYgAEEIa0sNACACQQhrIQADQEGAgoQIIAEoAgAiBkGNmrToAHNrIAZyQYCBgoR4cUGAgYKEeEcNAUGAgoQIIAFBBGooAgAiBkGNmrToAHNrIAZyQYCBgoR4cUGAgYKEeEcNASABQQhqIgEgAE0NAAsLIAEgAk8NBANAIAEtAABBDUYNBCACIAFBAWoiAUcNAAsMBAsgBiAITw0DIAIgCGpBBGshAANAIAEtAABBDUYNAyABQQFqIQEgAEEBayIADQALDAMLA0AgAS0AAEENRg0CIAFBAWohASAAQQFrIgANAAsMAgsgBCEBIAQtAABBDUYNACAIQQFGDQEgBC0AAUENRgRAIARBAWohAQwBCyAIQQJGDQEgBC0AAkENRw0BIARBAmohAQsgASAEayIOQQFqIhMgCEYNSSAKIBNNDUQCQCAEIBNqIhAtAABBCkYEQCAMQT06AIQBIAxBOzoAdCAMQeAAaiEGIAxBhAFqIQIgDEH0AGohCUEAIQ0CQCAQIAQiAE0NACAJLQAAIQkgAi0AACEHAkAgECAEa0EDTQ0AQYCChAggBCgAACICIAdBgYKECGwiC3MiD2sgD3JBgIGChHhxQYCBgoR4Rw0AQYCChAggAiAJQYGChAhsIg9zIgJrIAJyQYCBgoR4cUGAgYKEeEcNAAJAIARBfHFBBGoiACAQQQRrIgJLDQADQEGAgoQIIAAoAgAiFSALcyIbayAbckGAgYKEeHFBgIGChHhHDQFBgIKECCAPIBVzIhVrIBVyQYCBgoR4cUGAgYKEeEcNASAAQQRqIgAgAk0NAAsLIAAgEE8NAQsgEEEBa0EBIQ0DQCAHIAAtAAAiC0YNASAJIAtGDQEgAEEBaiIAIBBHDQALIQBBACENCyAGIAA2AgQgBiANNgIAIA4hBkEAIQAgDCgCYEEBcQRAIAwoAmQgBGshBgsgBkUNAQNAIAAgCkYNRyAAIARqLQAAIgJBCUcgAkEgR3ENAiAGIABBAWoiAEcNAAsgBiEADAELIANBBjoAJiADQQI6ACQgA0GuisAAKQAANwBsIANBs4rAACkAADcAcQw+CwJAIAYiByAATQ0AIARBAWshCQNAIAdBAWsiAiAKTw1GIAcgCWotAAAiC0EJRyALQSBHcQ0BIAIiByAASw0ACyAAIQcLIAAgB0YEQCADQQY6ACYgA0ECOgAkIANBmJXAACkAADcAbCADQaCVwAApAAA3AHQgA0GolcAAKQAANwB8IANBrZXAACkAADcAgQEMOQsCQCAAIAdPDQAgCiAAayICQQAgAiAKTRshCSAHIABrIQsgACAEaiECA0AgCUUNRiACLQAALQCAgEAEQCAJQQFrIQkgAkEBaiECIAtBAWsiC0UNAgwBCwsgA0EGOgAmIANBAjoAJCADQbWVwAApAAA3AGwgA0G9lcAAKQAANwB0IANBxZXAACkAADcAfCADQc2VwAApAAA3AIQBIANB05XAACkAADcAigFBJiEIQZIBDEkLAkACQAJAIAcgDkYNACAGIApPDUcgBCAGai0AAEE7Rg0AIAZBAWoiCSAOTw0BA0ACQCAEIAlqLQAAIgJBCUYNACACQSBGDQAgCUEBayEGDAMLIAlBAWoiCSAOSQ0ACwwCCyA9QgBSBEAgBUEQakGBgARPDUwgAygCICEBIAMoAvgCIAVqQRQ6AAAgAygC+AIgBWpBAWogACABajYAACADKAL4AiAFakEFaiAHIABrNgAAIAVBCWohBQsgBiAORwRAIAZBAWohAEEAIQEgAy0AJEECRg1EIANBCzoAJAxECyADKQMwQgBSBEAgDkECaiEAQQAhASADLQAkQQJGDUQgA0EMOgAkDEQLIDVCAFIEQCAFQRBqQYGABE8NTCADKAIgIQAgAygC+AIgBWpBFzoAACADKAL4AiAFakEBaiAANgAAIAMoAvgCIAVqQQVqQQA2AAAgBUEJaiEFCyAOQQJqIQBBACEBIAMtACRBAkYNQyADQQ06ACQMQwsgCSAORg0AIAkgCk8NRQJAIAQgCWoiCy0AAEEiRiIbBEACQCAGQQJqIgYgDksNACAEQX9zISkgDkEHayEqIBBBCGshKyABQX9zIARqIRUgDkEDayEsIAYhDwNAIAQgD2ohDQJAIBMgD2siC0EDTQRAIA8gFWohAiANIQEDQCABLQAAQSJGDQIgAUEBaiEBIAJBAWoiAg0ACwwDC0GAgoQIIA0oAAAiAUGixIiRAnNrIAFyQYCBgoR4cUGAgYKEeEcEQCAPIBVqIQIgDSEBA0AgAS0AAEEiRg0CIAFBAWohASACQQFqIgINAAsMAwtBBCANQQNxIhxrIgEgD2ohAiABIA1qIQEgC0EJTwRAAkAgAiAqSg0AA0BBgIKECCABKAIAIgJBosSIkQJzayACckGAgYKEeHFBgIGChHhHDQFBgIKECCABQQRqKAIAIgJBosSIkQJzayACckGAgYKEeHFBgIGChHhHDQEgAUEIaiIBICtNDQALCyABIBBPDQMDQCABLQAAQSJGDQIgECABQQFqIgFHDQALDAMLIAIgDksNAiAcICxqIA9rIQIDQCABLQAAQSJGDQEgAUEBaiEBIAJBAWsiAg0ACwwCCyABIA1rIA9qIQsCQCABIA1GDQAgASApaiECIAEgBCAPamshDUEAIQECQANAIAIgCk8NTCACIARqLQAAQdwARw0BIAFBAWohASACIA9LIAJBAWshAg0ACyANIQELIAFBAXFFDQAgC0EBaiEPIAsgDkkNAQwCCwsgBiALSQRAIAYhAQNAIAEgCk8NSgJAAkAgASAEai0AACICQdwARgRAIAFBAWoiASALRg0BIAEgCk8NTSABIARqLQAALQCAgkBBAUcNAQwCCyACLQCAhEANAQsgA0EGOgAmIANBAjoAJCADQYuWwAApAAA3AGwgA0GTlsAAKQAANwB0IANBm5bAACkAADcAfCADQaOWwAApAAA3AIQBIANBq5bAACkAADcAjAEgA0GxlsAAKQAANwCSAUEuIQhBmgEMTwsgAUEBaiIBIAtJDQALCyALQQFqIQIMAgsgA0EGOgAmIANBAjoAJCADQduVwAApAAA3AGwgA0HjlcAAKQAANwB0IANB65XAACkAADcAfCADQfOVwAApAAA3AIQBIANB+5XAACkAADcAjAEgA0GDlsAAKQAANwCUAQwKCyAOIgIgCU8EQCAMQTs6AHQgDEHYAGogDEH0AGogCyALIAIgBmtqEBwgDCgCWEEBcSICBH8gDCgCXCALawUgAQsgCWogDiACGyECCwJAIAIgCSIGTQ0AIAogBiAGIApJGyEBA0AgASAGRg1IIAQgBmotAAAiC0EJRyALQSBHcQ0BIAIgBkEBaiIGRw0ACyACIQYLIAIhCwJAIAIgBk0NACAEQQFrIQ0DQCALQQFrIgEgCk8NSCALIA1qLQAAIg9BCUcgD0EgR3ENASABIgsgBksNAAsgBiELCyAGIAtGBEAgA0EGOgAmIANBAjoAJCADQbmWwAApAAA3AGwgA0HBlsAAKQAANwB0IANByZbAACkAADcAfCADQc+WwAApAAA3AIIBDAULIAYgC08NACAGIAogBiAKSxshDSAGIQEDQCABIA1GDUcgASAEai0AAC0AgIBABEAgCyABQQFqIgFGDQIMAQsLIANBBjoAJiADQQI6ACQgA0HXlsAAKQAANwBsIANB35bAACkAADcAdCADQeeWwAApAAA3AHwgA0HvlsAAKQAANwCEASADQfaWwAApAAA3AIsBDC0LID1CAFIEQCAFQRBqQYGABE8NSyADKAIgIQEgAygC+AIgBWpBFDoAACADKAL4AiAFakEBaiAAIAFqNgAAIAMoAvgCIAVqQQVqIAcgAGs2AAAgBUEJaiEFCwJAAn8gG0UEQCA8UA0CIAVBEGpBgIAESw1NIAsgBmshACADKAIgIAZqDAELIDxQDQEgBUEQakGAgARLDUwgCyAJa0EBaiEAIAMoAiAgCWoLIQEgAygC+AIgBWpBFToAACADKAL4AiAFakEBaiABNgAAIAMoAvgCIAVqQQVqIAA2AAAgBUEJaiEFCyAOIgYgAk8EQCAMQTs6AHQgDEHQAGogDEH0AGogAiAEaiIBIBAQHCAMKAJQQQFxIgYEfyAMKAJUIAFrBSAACyACaiAOIAYbIQYLAkAgAiAGSQRAIAogAmsiAEEAIAAgCk0bIQAgBiACayEHIAIgBGohAQNAIABFDUggAS0AACICQQlHIAJBIEdxDQIgAEEBayEAIAFBAWohASAHQQFrIgcNAAsLAkAgBiAOTwRAIAMpAzBCAFINASA1QgBSBEAgBUEQakGBgARPDU4gAygCICEAIAMoAvgCIAVqQRc6AAAgAygC+AIgBWpBAWogADYAACADKAL4AiAFakEFakEANgAAIAVBCWohBQsgDkECaiEAQQAhASADLQAkQQJGDUUgA0ENOgAkDEULIAZBAWohAEEAIQEMRAsgDkECaiEAQQAhASADLQAkQQJGDUMgA0EMOgAkDEMLIANBBjoAJiADQQI6ACQgA0H+lsAAKQAANwBsIANBhpfAACkAADcAdCADQY6XwAApAAA3AHwgA0GWl8AAKQAANwCEASADQZ6XwAApAAA3AIwBIANBo5fAACkAADcAkQFBLSEIQZkBDEkLIANBBjoAJiADQQI6ACQgA0G5lsAAKQAANwBsIANBwZbAACkAADcAdCADQcmWwAApAAA3AHwgA0HPlsAAKQAANwCCAQwCCyADKAIEIAhLDUggA0EGOgAmIANBAjoAJCADQcyUwAApAAA3AGwgA0HUlMAAKQAANwB0IANB2ZTAACkAADcAeQwiCyAIRQ0BIAhBAWsgCk8NAQJAIAhBBE8EQCAIIQEgBCEAQYCChAggBCgAACICQY2atOgAc2sgAnJBgIGChHhxQYCBgoR4RgRAIARBBCAEQQNxIgJrIgZqIQAgAUEJTwRAIAEgBGohAgJAIAYgAUEIa0sNACACQQhrIQEDQEGAgoQIIAAoAgAiBkGNmrToAHNrIAZyQYCBgoR4cUGAgYKEeEcNAUGAgoQIIABBBGooAgAiBkGNmrToAHNrIAZyQYCBgoR4cUGAgYKEeEcNASAAQQhqIgAgAU0NAAsLIAAgAk8NBQNAIAAtAABBDUYNBCACIABBAWoiAEcNAAsMBQsgBiAITw0EIAIgCGpBBGshAQNAIAAtAABBDUYNAyAAQQFqIQAgAUEBayIBDQALDAQLA0AgAC0AAEENRg0CIABBAWohACABQQFrIgENAAsMAwsgBCEAIAQtAABBDUYNACAIQQFGDQIgBC0AAUENRgRAIARBAWohAAwBCyAIQQJGDQIgBC0AAkENRw0CIARBAmohAAsgACAEayICQQFqIgAgCEYNRyAAIApPDUICQAJAIAAgBGoiAC0AAEEKRgRAIAxBOzoAdCAMQcgAaiAMQfQAaiAEIAAQHCACIQkgDCgCSEEBcQRAIAwoAkwgBGshCQsgCUUEQCADQQY6ACYgA0ECOgAkIANB4ZTAACkAADcAbCADQemUwAApAAA3AHQgA0HxlMAAKQAANwB8IANB95TAACkAADcAggEMBAsgCUEQSw0CQQAhAEIAIS4DQCAAIApGDUYCQCAAIARqLQAAIgZBMGsiAUH/AXFBCkkNACAGQeEAa0H/AXFBBk8EQCAGQcEAa0H/AXFBBk8EQCADQQY6ACYgA0ECOgAkIANB4ZTAACkAADcAbCADQemUwAApAAA3AHQgA0HxlMAAKQAANwB8IANB95TAACkAADcAggEMBwsgBkE3ayEBDAELIAZB1wBrIQELIAGtQv8BgyAuQgSGfCEuIABBAWoiACAJRw0ACwwBCyADQQY6ACYgA0ECOgAkIANBrorAACkAADcAbCADQbOKwAApAAA3AHEMPQsgAyAuNwNAIAMgLjcDMCBFQgBSBEAgBUEQakGBgARPDUkgAygCICEAIAMoAvgCIAVqQRM6AAAgAygC+AIgBWpBAWogADYAACADKAL4AiAFakEFaiAJNgAAIAVBCWohBQsCQCACIAlNBEAgA0EBOgAUIAMpAzBCAFINASA+QgBSBEAgBUEQakGBgARPDUsgAygCICEAIAMoAvgCIAVqQRY6AAAgAygC+AIgBWpBAWogAEEDajYAACADKAL4AiAFakEFakEANgAAIAVBCWohBQsgNUIAUgRAIAVBEGpBgYAETw1LIAMoAiAhACADKAL4AiAFakEXOgAAIAMoAvgCIAVqQQFqIABBA2o2AAAgAygC+AIgBWpBBWpBADYAACAFQQlqIQULIAJBAmohAEEAIQEgAy0AJEECRg1CIANBDToAJAxCCyAJQQFqIQBBACEBIAMtACRBAkYNQSADQQs6ACQMQQsgAkECaiEAQQAhASADLQAkQQJGDUAgA0EMOgAkDEALIANBDzoAJiADQQI6ACQgA0H/lMAAKQAANwBsIANBh5XAACkAADcAdCADQY+VwAApAAA3AHwgA0GXlcAALQAAOgCEAUEZIQhBhQEMRgtBHiEIQYoBDEULIAMoAgQgCEsNRSADQQY6ACYgA0ECOgAkIANBzJTAACkAADcAbCADQdSUwAApAAA3AHQgA0HZlMAAKQAANwB5DB8LIAitIS4gMEIAUgRAIC8gMFoNRSAwIC99IjEgLiAuIDFWGyEuCyAuUA1EIC4gL3whLyAupyEAQQAhASA2UA08IAVBEGpBgIAESw1EIAMoAiAhAiADKAL4AiAFakEYOgAAIAMoAvgCIAVqQQFqIAI2AAAgAygC+AIgBWpBBWogADYAACAFQQlqIQUMPAsgAykDOCIxIAitIi4gLiAxVhshLiAwQgBSBEAgLyAwWg1EIDAgL30iNyAuIC4gN1YbIS4LIC5QDUMgLiAvfCEvIC6nIQACQAJAAkACQCAuIDFaBEAgBUHN/wNrQf//e08NAQxICyA2UA0CIAVBEGpBgYAESQ0BDEcLIDZCAFIEQCAFQRBqQYGABE8NRyADKAIgIQEgAygC+AIgBWpBGDoAACADKAL4AiAFakEBaiABNgAAIAMoAvgCIAVqQQVqIAA2AAAgBUEJaiEFCwJAIDVCAFIEQCAFQRBqQYGABEkNAQxICyADQQE6ABQgA0IANwM4IAVBXkgNRwwDCyADKAIgIQEgAygC+AIgBWpBFzoAACADKAL4AiAFakEBaiAAIAFqNgAAIAMoAvgCIAVqQQVqQQA2AAAgA0EBOgAUIANCADcDOCAFQQlqIQUMAgsgAygCICEBIAMoAvgCIAVqQRg6AAAgAygC+AIgBWpBAWogATYAACADKAL4AiAFakEFaiAANgAAIAVBCWohBQsgAyADKQM4IC59NwM4QQAhAQw8CwJAIBZFDQAgM0IAUgRAIAVBcEgNRSADKAIgIQIgAygC+AIgBWoiAUEEOgAAIAFBBWpBADYAACABQQFqIAAgAmo2AAAgBUEJaiEFCyAyUA0AIAVBcEgNRCADKAIgIQIgAygC+AIgBWoiAUEHOgAAIAFBBWpBADYAACABQQFqIAAgAmo2AAAgBUEJaiEFCyADQQA6ABYgA0EAOgAUAkACQCADLQBSQQFGBEAgAy0AEUEBcQ0BCyADLQBQDQEgAy0AJEECRw07QQAhAQw9C0EAIQEgAy0AJEECRg08IANBDjoAJAw8CyAZBEAgBUFwSA1EIAMoAiAhAiADKAL4AiAFaiIBQQI6AAAgAUEFakEANgAAIAFBAWogAjYAACAFQQlqIQULQQAhASADLQAkQQJGDTsgA0EBOgAkDDsLIAMoAkghACADLQBMIQkCQAJAAkAgAy0AUiIBQQFGBEAgAy0AUUEBcUUNAQsgAy0ATyIGQQFxRSADLQBTQQFGcQ0BIAMtABEhAiADKQMoIS4CQCAJQQFrQf8BcUEBSw0AIAJBAXFFDQAgLkIAUg0DCyADLQAVDQQCQCAAQeUARyIJDQAgAUUNACACQQFxRQ0GCyACQQFxDQYgAy0AFg0SIABByAFJDQcgAEHMAWtBAkkNEiAAQbACRw0IDBILIANBEDoAJiADQQI6ACRByAAhCCADQewAakHFksAAQcgA/AoAAEG0AQxDCyADQQo6ACYgA0ECOgAkQcEAIQggA0HsAGpBjZPAAEHBAPwKAABBrQEMQgsgA0EJOgAmIANBAjoAJCADQc6TwAApAAA3AGwgA0HWk8AAKQAANwB0IANB3pPAACkAADcAfCADQeaTwAApAAA3AIQBIANB7pPAACkAADcAjAEgA0H2k8AAKQAANwCUAQtBMCEIQZwBDEALIENQDQwgBUEQakGAgARNDQgMQAsgRFANCyAFQRBqQYCABEsNPyADKAIgIQAgAygC+AIgBWpBEjoAACADKAL4AiAFakEBaiAANgAAQQAhASADKAL4AiAFakEFakEANgAAIAVBCWohBSADLQAkQQJGDTgMCwsgBkEBcSIARSADLQBOQQFGcQ0CIAMtABYNAyADLQBNDQQgAA0HIANBAToAFCAFQd//A2tB//97SQ0+AkAgFkUNACAzQgBSBEAgBUFwSA1AIAMoAiAhAiADKAL4AiAFaiIAQQQ6AAAgAEEFakEANgAAIABBAWogAjYAACAFQQlqIQULIDJQDQAgBUFwSA0/IAMoAiAhAiADKAL4AiAFaiIAQQc6AAAgAEEFakEANgAAIABBAWogAjYAACAFQQlqIQULIANBADoAFiADQQA6ABQgAQ0KDAwLIAkNCgsgAy0ATUUEQCAGQQFxDQYgA0EJOgAkDAwLIC5CAFINAyADQQE6ABQgBUHf/wNrQf//e0kNPAJAIBZFDQAgM0IAUgRAIAVBcEgNPiADKAIgIQEgAygC+AIgBWoiAEEEOgAAIABBBWpBADYAACAAQQFqIAE2AAAgBUEJaiEFCyAyUA0AIAVBcEgNPSADKAIgIQEgAygC+AIgBWoiAEEHOgAAIABBBWpBADYAACAAQQFqIAE2AAAgBUEJaiEFCyADQQA6ABYgA0EAOgAUDAoLIANBBzoAJiADQQI6ACRBzgAhCCADQewAakH+k8AAQc4A/AoAAEG6AQw6CyADQQE6ABQgBUHf/wNrQf//e0kNOiAWRQ0FIDNCAFIEQCAFQXBIDTsgAygCICECIAMoAvgCIAVqIgBBBDoAACAAQQVqQQA2AAAgAEEBaiACNgAAIAVBCWohBQsgMlANBSAFQXBIDTogAygCICECIAMoAvgCIAVqIgBBBzoAACAAQQVqQQA2AAAgAEEBaiACNgAAIAVBCWohBQwFCyAuQgBSDQAgA0EBOgAUIAVB3/8Da0H//3tJDTkgFkUNAyAzQgBSBEAgBUFwSA06IAMoAiAhAiADKAL4AiAFaiIAQQQ6AAAgAEEFakEANgAAIABBAWogAjYAACAFQQlqIQULIDJQDQMgBUFwSA05IAMoAiAhAiADKAL4AiAFaiIAQQc6AAAgAEEFakEANgAAIABBAWogAjYAACAFQQlqIQUMAwsgA0EIOgAkDAcLIAMoAiAhACADKAL4AiAFakEROgAAIAMoAvgCIAVqQQFqIAA2AABBACEBIAMoAvgCIAVqQQVqQQA2AAAgBUEJaiEFIAMtACRBAkcNAwwwCyADQQo6ACQMBQsgA0EAOgAWIANBADoAFCABDQEMAwsgA0EAOgAWIANBADoAFCABDQAMAgsgA0EOOgAkDAILIANBAToAFCAFQd//A2tB//97SQ0yAkAgFkUNACAzQgBSBEAgBUFwSA00IAMoAiAhASADKAL4AiAFaiIAQQQ6AAAgAEEFakEANgAAIABBAWogATYAACAFQQlqIQULIDJQDQAgBUFwSA0zIAMoAiAhASADKAL4AiAFaiIAQQc6AAAgAEEFakEANgAAIABBAWogATYAACAFQQlqIQULIANBADoAFiADQQA6ABQLIAMtAFBBAUcNASAZBEAgBUFwSA0yIAMoAiAhASADKAL4AiAFaiIAQQI6AAAgAEEFakEANgAAIABBAWogATYAACAFQQlqIQULIANBAToAJAtBACEBDCkLQQAhASADQQA6ACQMKAsgCEEISQ0uIApBB00NKSAEKQAAQo2UzOrUwcKGClIEQCADQQY6ACYgA0ECOgAkIANB54vAACkAADcAbCADQe+LwAApAAA3AHQgA0H3i8AAKQAANwB8IANB/4vAAC8AADsAhAFBGiEIQYYBDC4LIANBDjoAJEEAIQFBCCEADCYLAkAgCEUNACAIQQFrIApPDQACQCAIQQRPBEAgCCEBIAQhAEGAgoQIIAQoAAAiAkGNmrToAHNrIAJyQYCBgoR4cUGAgYKEeEYEQCAEQQQgBEEDcSICayIGaiEAIAFBCU8EQCABIARqIQICQCAGIAFBCGtLDQAgAkEIayEBA0BBgIKECCAAKAIAIgZBjZq06ABzayAGckGAgYKEeHFBgIGChHhHDQFBgIKECCAAQQRqKAIAIgZBjZq06ABzayAGckGAgYKEeHFBgIGChHhHDQEgAEEIaiIAIAFNDQALCyAAIAJPDQQDQCAALQAAQQ1GDQQgAiAAQQFqIgBHDQALDAQLIAYgCE8NAyACIAhqQQRrIQEDQCAALQAAQQ1GDQMgAEEBaiEAIAFBAWsiAQ0ACwwDCwNAIAAtAABBDUYNAiAAQQFqIQAgAUEBayIBDQALDAILIAQhACAELQAAQQ1GDQAgCEEBRg0BIAQtAAFBDUYEQCAEQQFqIQAMAQsgCEECRg0BIAQtAAJBDUcNASAEQQJqIQALIAAgBGsiAkEBaiIBIAhGDS4gASAKTw0pAkAgASAEai0AAEEKRgRAQQAhASAAIARHDQFBAiEADCgLIANBBjoAJiADQQI6ACQgA0GuisAAKQAANwBsIANBs4rAACkAADcAcQwjCwJAAkACQCACQQ1PBEAgEkIANwMAIANBADoAFSASQgA3AwggEkIANwMQIBJCADcDGCASQgA3AyAgEkEANgIoIAQtAAhBIEcEQCADQQY6ACYgA0ECOgAkIANBtYvAACkAADcAbCADQb2LwAApAAA3AHQgA0HFi8AAKQAANwB8IANByovAACkAADcAgQEMIgsgBC0AAEHIAEcNBiAELQABQdQARw0GIAQtAAJB1ABHDQEgBC0AA0HQAEcNASAELQAEQS9HDQEgBC0ABUExRw0BIAQtAAZBLkcNASAELQAHQTFHDQEgBC0ACUEwa0H/AXEiB0EKTw0DIAQtAApBMGsiDkH/AXFBCUsNAyAELQALQTBrQf8BcSILQQlLDQMgBC0ADEEgRgRAIAJBDUYiDUUEQCAEQQ1qIQAgAkENayEJA0ACQAJAIAAtAAAiBkEgTwRAIAZB/wBGDQEMAgsgBkEJRg0BCyADQQY6ACYgA0ECOgAkIANB64rAACkAADcAbCADQfOKwAApAAA3AHQgA0H7isAAKQAANwB8IANBgovAACkAADcAgwEMJwsgAEEBaiEAIAlBAWsiCQ0ACwsgAyAHQeQAbCAOQQpsQf4BcWogC2o2AkggIkUNAyA7QgBSBEAgBUEQakGBgARPDTQgAygCICEAIAMoAvgCIAVqQQo6AAAgAygC+AIgBWpBAWogADYAACADKAL4AiAFakEFakEENgAAIAVBCWohBQsgOkIAUgRAIAVBEGpBgYAETw00IAMoAiAhACADKAL4AiAFakELOgAAIAMoAvgCIAVqQQFqIABBBWo2AAAgAygC+AIgBWpBBWpBAzYAACAFQQlqIQULIEJCAFIEQCAFQRBqQYGABE8NNCADKAIgIQAgAygC+AIgBWpBDDoAACADKAL4AiAFakEBaiAAQQlqNgAAIAMoAvgCIAVqQQVqQQM2AAAgBUEJaiEFCyBBUA0DIA0NAyAFQRBqQYCABEsNMyADKAIgIQAgAygC+AIgBWpBDToAACADKAL4AiAFakEBaiAAQQ1qNgAAIAMoAvgCIAVqQQVqIAJBDWs2AAAgBUEJaiEFDAMLIANBDDoAJiADQQI6ACQgA0GKi8AAKQAANwBsIANBkovAACkAADcAdCADQZqLwAApAAA3AHwgA0Gii8AAKQAANwCEASADQaqLwAApAAA3AIwBIANBsYvAACgAADYAkwFBKyEIQZcBDDELIANBBjoAJiADQQI6ACQgA0HSi8AAKQAANwBsIANB2ovAACkAADcAdCADQd+LwAApAAA3AHkMCwsgBC0AAkHUAEcNBCAELQADQdAARw0EIAQtAARBL0cNBCADQRE6ACYgA0ECOgAkIANBhonAACkAADcAbCADQY6JwAApAAA3AHQgA0GWicAAKQAANwB8DAgLIAJBAmohACADLQAkQQJGDScgA0EGOgAkDCcLIANBDDoAJiADQQI6ACQgA0HPisAAKQAANwBsIANB14rAACkAADcAdCADQd+KwAApAAA3AHwgA0HnisAAKAAANgCEAQwcCyADKAIAIAhLDS0gA0EGOgAmIANBAjoAJCADQbuKwAApAAA3AGwgA0HDisAAKQAANwB0IANBy4rAACgAADYAfAwdCyAIRQ0FIAhBAWsgCk8NBQJAIAhBBE8EQCAIIQEgBCEAQYCChAggBCgAACICQY2atOgAc2sgAnJBgIGChHhxQYCBgoR4RgRAIARBBCAEQQNxIgJrIgZqIQAgAUEJTwRAIAEgBGohAgJAIAYgAUEIa0sNACACQQhrIQEDQEGAgoQIIAAoAgAiBkGNmrToAHNrIAZyQYCBgoR4cUGAgYKEeEcNAUGAgoQIIABBBGooAgAiBkGNmrToAHNrIAZyQYCBgoR4cUGAgYKEeEcNASAAQQhqIgAgAU0NAAsLIAAgAk8NCQNAIAAtAABBDUYNBCACIABBAWoiAEcNAAsMCQsgBiAITw0IIAIgCGpBBGshAQNAIAAtAABBDUYNAyAAQQFqIQAgAUEBayIBDQALDAgLA0AgAC0AAEENRg0CIABBAWohACABQQFrIgENAAsMBwsgBCEAIAQtAABBDUYNACAIQQFGDQYgBC0AAUENRgRAIARBAWohAAwBCyAIQQJGDQYgBC0AAkENRw0GIARBAmohAAsgACAEayIOQQFqIgEgCEYNLCABIApPDScCQCABIARqIgItAABBCkYEQEEAIQEgACAERw0BQQIhAAwmCyADQQY6ACYgA0ECOgAkIANBrorAACkAADcAbCADQbOKwAApAAA3AHEMIQsCQAJAAkACfwJAIA5BDk8EQCASQgA3AwAgA0EAOgAVIBJCADcDCCASQgA3AxAgEkIANwMYIBJCADcDICASQQA2AiggDEEgOgB0IAxBEGogDEH0AGogBCACEBwCQCAMKAIQQQFxBEAgDCgCFCIAIARHDQELIANBBjoAJiADQQI6ACQgA0H9icAAKQAANwBsIANBhYrAACkAADcAdCADQY2KwAApAAA3AHwgA0GUisAAKAAANgCDAUEbIQhBhwEMMgsCQAJAIA4gACAEayICTQ0AIAxBIDoAdCAMQQhqIAxB9ABqIAQgAkEBaiIGaiIAIAAgDiACa2oQHCAMKAIIQQFxRQ0AIAwoAgwiCSAARw0BCyADQQY6ACYgA0ECOgAkIANB5YnAACkAADcAbCADQe2JwAApAAA3AHQgA0H1icAAKQAANwB8DAsLAkACQCAOIAkgAGsiCSAGaiIQQQFqIgtJDQAgDEEvOgB0IAwgDEH0AGogBCALaiINIA0gDiAQa2oQHCAMKAIAQQFxRQ0AIAwoAgQiEyANRw0BCyADQQY6ACYgA0ECOgAkIANBw4nAACkAADcAbCADQcuJwAApAAA3AHQgA0HTicAAKQAANwB8IANB24nAACkAADcAhAEgA0HjicAALwAAOwCMAUEiIQhBjgEMMgsgAiAKSw0tAkACQAJAAkACQAJAAkAgAkEDaw4FAAECAwQGCwJAIAQtAABBxwBrDgoFBgYGBgYGBgYABgsCQAJAIAQtAAFB0gBrDgQBBwcABwsgBC0AAkHUAEcNBkEEIQAMCAsgBC0AAkHJAEcNBUEKIQBBAQwICwJAAkAgBC0AAEHIAGsOCQAGBgYGBgYGAQYLIAQtAAFBxQBHDQUgBC0AAkHBAEcNBSAELQADQcQARw0FQQIhAAwHCyAELQABQc8ARw0EIAQtAAJB0wBHDQQgBC0AA0HUAEcNBEEDIQAMBgsCQAJAIAQtAABB0ABrDgUABQUFAQULIAQtAAFBwQBHDQQgBC0AAkHUAEcNBCAELQADQcMARw0EIAQtAARByABHDQRBCSEADAYLIAQtAAFB0gBHDQMgBC0AAkHBAEcNAyAELQADQcMARw0DIAQtAARBxQBHDQNBCCEADAULIAQtAABBxABHDQIgBC0AAUHFAEcNAiAELQACQcwARw0CIAQtAANBxQBHDQIgBC0ABEHUAEcNAiAELQAFQcUARw0CQQUhAAwECwJAAkAgBC0AAEHDAGsODQADAwMDAwMDAwMDAwEDCyAELQABQc8ARw0CIAQtAAJBzgBHDQIgBC0AA0HOAEcNAiAELQAEQcUARw0CIAQtAAVBwwBHDQIgBC0ABkHUAEcNAiADQQE6ABVBBiEADAQLIAQtAAFB0ABHDQEgBC0AAkHUAEcNASAELQADQckARw0BIAQtAARBzwBHDQEgBC0ABUHOAEcNASAELQAGQdMARw0BQQchAAwDCyAELQABQcUARg0ECyADQQA6AEwgAiEHIAQhAAwECyADQQY6ACYgA0ECOgAkIANBmIrAACkAADcAbCADQaCKwAApAAA3AHQgA0GmisAAKQAANwB6QRYhCEGCAQwwC0EACyEPIAMgADoATAwCCyADIAQtAAJB1ABGIg86AEwgAiEHIAQhACAPRQ0AQQAhDwwBCwJAA0AgAC0AAC0AgIBARQ0BIABBAWohACAHQQFrIgcNAAtBACEPDAELIANBBjoAJiADQQI6ACQgA0G6iMAAKQAANwBsIANBwojAACkAADcAdCADQcqIwAApAAA3AHwMBQsgEyANayITIAtqIRUgCSEHIAYhAAJAA0AgACAKTw0pIAAgBGotAAAtAICGQARAIABBAWohACAHQQFrIgdFDQIMAQsLIANBBjoAJiADQQI6ACQgA0HSiMAAKQAANwBsIANB2ojAACkAADcAdCADQd+IwAApAAA3AHkMBwsgDiAQQQlqRw0CAkAgDiALa0EIRw0AIA0pAAAiLkLIqNGC9cWMlzBRDQIgLkLIqNGC9aWMlzFSDQAgD0UNBCADQRE6ACYgA0ECOgAkIANB54jAACkAADcAbCADQe+IwAApAAA3AHQgA0H3iMAAKQAANwB8IANB/ojAACkAADcAgwEMHgsLIANBBjoAJiADQQI6ACQgA0GeicAAKQAANwBsIANBponAACkAADcAdEEQIQhB/AAMKgsgDw0BIANBEToAJiADQQI6ACQgA0GGicAAKQAANwBsIANBjonAACkAADcAdCADQZaJwAApAAA3AHwMAgsgA0EGOgAmIANBAjoAJCADQa6JwAApAAA3AGwgA0G2icAAKQAANwB0IANBu4nAACkAADcAeQwDCwJAICNFDQAgQEIAUgRAIAVBEGpBgYAETw0qIAMoAiAhACADKAL4AiAFakEIOgAAIAMoAvgCIAVqQQFqIAA2AAAgAygC+AIgBWpBBWogAjYAACAFQQlqIQULID9CAFIEQCAFQRBqQYGABE8NKiADKAIgIQAgAygC+AIgBWpBCToAACADKAL4AiAFakEBaiAAIAZqNgAAIAMoAvgCIAVqQQVqIAk2AAAgBUEJaiEFCyA7QgBSBEAgBUEQakGBgARPDSogAygCICEAIAMoAvgCIAVqQQo6AAAgAygC+AIgBWpBAWogACALajYAACADKAL4AiAFakEFaiATNgAAIAVBCWohBQsgOlANACAFQRBqQYCABEsNKSADKAIgIQAgAygC+AIgBWpBCzoAACADKAL4AiAFakEBaiAAIBVBAWpqNgAAIAMoAvgCIAVqQQVqQQM2AAAgBUEJaiEFCyAOQQJqIQAgAy0AJCECIAMtAExBCkYEQCACQQJGDSEgA0EFOgAkDCELIAJBAkYNICADQQY6ACQMIAtBGCEIQYQBDCYLIAMoAgAgCEsNJiADQQY6ACYgA0ECOgAkIANBpYjAACkAADcAbCADQa2IwAApAAA3AHQgA0GyiMAAKQAANwB5C0EVIQhBgQEMJAsCQAJAAkAgAy0AECIARQRAIAMtABFBAXENAQsgAA0CIB0NAQwGCyAeRQ0EIDhCAFIEQCAFQRBqQYGABE8NJyADKAIgIQAgAygC+AIgBWpBBToAACADKAL4AiAFakEBaiAANgAAIAMoAvgCIAVqQQVqQQA2AAAgBUEJaiEFCyA0UA0EIAVBEGpBgIAESw0mIAMoAiAhACADKAL4AiAFakEDOgAAIAMoAvgCIAVqQQFqIAA2AAAgAygC+AIgBWpBBWpBADYAACAFQQlqIQUMBAsgOUIAUgRAIAVBEGpBgYAETw0mIAMoAiAhACADKAL4AiAFakEGOgAAIAMoAvgCIAVqQQFqIAA2AAAgAygC+AIgBWpBBWpBADYAACAFQQlqIQULIDRQDQQgBUEQakGAgARLDSUgAygCICEAIAMoAvgCIAVqQQM6AAAgAygC+AIgBWpBAWogADYAACADKAL4AiAFakEFakEANgAAIAVBCWohBQwECwJAIApBBE0EQCAKQQFNDQMMAQsgBC0ABEEvRw0AIAQoAABByKjRggVHDQAgA0EAOgARAkAgHUUNACA5QgBSBEAgBUEQakGBgARPDScgAygCICEAIAMoAvgCIAVqQQY6AAAgAygC+AIgBWpBAWogADYAACADKAL4AiAFakEFakEANgAAIAVBCWohBQsgNFANACAFQRBqQYCABEsNJiADKAIgIQAgAygC+AIgBWpBAzoAACADKAL4AiAFakEBaiAANgAAIAMoAvgCIAVqQQVqQQA2AAAgBUEJaiEFC0EAIQEgAy0AJEECRg0eIANBBDoAJAweCyAELwAAQY0URw0BC0EAIQFBAiEADBsLIANBAToAEQJAIB5FDQAgOEIAUgRAIAVBEGpBgYAETw0kIAMoAiAhACADKAL4AiAFakEFOgAAIAMoAvgCIAVqQQFqIAA2AAAgAygC+AIgBWpBBWpBADYAACAFQQlqIQULIDRQDQAgBUEQakGAgARLDSMgAygCICEAIAMoAvgCIAVqQQM6AAAgAygC+AIgBWpBAWogADYAACADKAL4AiAFakEFakEANgAAIAVBCWohBQtBACEBIAMtACRBAkYNGyADQQM6ACQMGwtBACEBIAMtACRBAkYNGiADQQM6ACQMGgtBACEBIAMtACRBAkYNGSADQQQ6ACQMGQsgA0EDOgAmIANBAjoAJCADQaeYwAApAAA3AGwgA0GsmMAAKQAANwBxDBMLIAhFDQtBACEAQX8hBwJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAA0ACQAJAAkACQAJAAkACQAJAIAAgBGoiCS0AACIBQQ1GBEAgCEEBayAARg04IABBAWoiDyAKTw0zIAlBAWoiAS0AAEEKRw0BAkACQAJAAkAgAEUEQCAkDQIgBUEaakGAgARNDQFBASEBQQIhAAw1CyAMQTo6AHQgDEFAayAMQfQAaiAEIAEQHCAMKAJAQQFxBEAgDCgCRCIBIARHDQQLDCgLIAMtAEwgAygCSCIBIAMtABEiAhshBkEAIQBBAEECIAMtAE9rIAMtAE0iCRshByADKAIgQQJqIQ4gAy0AUEF/c0EBcSELAkAgAy0AUkEBRw0AIAMtAFFBAXFFDQAgAiABQeUARnIhAAsgAykDKCEuIAMtAFMhASADKAL4AiAFakEQOgAAIAMoAvgCIAVqQQFqIA42AAAgAygC+AIgBWpBBWogBjsAACADKAL4AiAFakEHaiALOgAAIAMoAvgCIAVqQQhqIAA6AAAgAygC+AIgBWpBCWogAToAACADKAL4AiAFakEKaiAHOgAAIAMoAvgCIAVqQQtqIC5CACAJGzcAACAFQRNqIQUgAy0AJEECRg0BCyADQQc6ACQLIANBAToAFCADLQASIQFBAiEADDELIAEgBGsiDkEBaiEGAkACQAJAIAQtAAAiAUHDAGsOMwEAAAAAAAAAAAAAAAAAAAAAAQEAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAABAQALQQAhAQNAIAEgCkYNNiABIARqLQAALQCAgEAEQCAOIAFBAWoiAUYNAwwBCwsMJgsgCiAOSQ00IAMoAkghCwJAAkACQAJAIA5BB2sOCwMkJAIkJCQAJCQBJAsgDiECIAQgAUEgckHjAEcNJBogBCAELQABQSByQe8ARw0kGiAEIAQtAAJBIHJB7gBHDSQaIAQgBC0AA0EgckH0AEcNJBogBCAELQAEQSByQeUARw0kGiAEIAQtAAVBIHJB7gBHDSQaIAQgBC0ABkEgckH0AEcNJBogBCAELQAHQS1HDSQaIAQgBC0ACEEgckHsAEcNJBogBCAELQAJQSByQeUARw0kGiAEIAQtAApBIHJB7gBHDSQaIAQgBC0AC0EgckHnAEcNJBogBCAELQAMQSByQfQARw0kGiAEIAQtAA1BIHJB6ABHDSQaIAMtAE4NBiALQX5xQcwBRyALQeQAa0HkAE9xRQRAIANBBzoAJiADQQI6ACQgA0GVjMAAKQAANwBsIANBnYzAACkAADcAdCADQaWMwAApAAA3AHwgA0GtjMAAKQAANwCEASADQbWMwAApAAA3AIwBIANBvYzAACkAADcAlAEgA0HFjMAAKQAANwCcASADQc2MwAAoAAA2AKQBQTwhCEGoAQw8CwJAAkAgAy0ATUUEQEEPIQEgACAGTQ0jIAlBAWsiAS0AACICQSBGIgtFIAJBCUdxDQIgAEEQSw0BDCILIANBDToAJiADQQI6ACQgA0GSjcAAKQAANwBsIANBmo3AACkAADcAdCADQaKNwAApAAA3AHwgA0GqjcAAKQAANwCEASADQbGNwAApAAA3AIsBDCALIAYgCk8NOCAEIAZqLQAAQSBHDSAgBC0AECICQQlGDSAgAkEgRg0gIAEtAAAiAUEJRg0gIAFBIEYNIEEQIQEgACEJDCMLQRAgBiAEIAZqLQAAIgJBIEYbIgEgAE8NHSABIARqLQAAIgZBCUYNHCAAIQkgBkEgRg0cDCILIA4hAiAEIAFBIHJB9ABHDSMaIAQgBC0AAUEgckHyAEcNIxogBCAELQACQSByQeEARw0jGiAEIAQtAANBIHJB7gBHDSMaIAQgBC0ABEEgckHzAEcNIxogBCAELQAFQSByQeYARw0jGiAEIAQtAAZBIHJB5QBHDSMaIAQgBC0AB0EgckHyAEcNIxogBCAELQAIQS1HDSMaIAQgBC0ACUEgckHlAEcNIxogBCAELQAKQSByQe4ARw0jGiAEIAQtAAtBIHJB4wBHDSMaIAQgBC0ADEEgckHvAEcNIxogBCAELQANQSByQeQARw0jGiAEIAQtAA5BIHJB6QBHDSMaIAQgBC0AD0EgckHuAEcNIxogBCAELQAQQSByQecARw0jGiADLQBNDQYgC0HMAWtBAkkNGiALQbACRg0aIAtB5ABrQeQASQ0aIABBE00EQEESIQEgAEETRw0ZDBgLIAYgCk8NNiAEIAZqLQAAQSBHDRcgBC0AEyIBQQlGDRcgAUEgRg0XIAlBAWstAAAiAUEJRg0XIAFBIEYNF0ETIQEgACEJDBkLIA4hAiAEIAFBIHJB4wBHDSIaIAQgBC0AAUEgckHvAEcNIhogBCAELQACQSByQe4ARw0iGiAEIAQtAANBIHJB7gBHDSIaIAQgBC0ABEEgckHlAEcNIhogBCAELQAFQSByQeMARw0iGiAEIAQtAAZBIHJB9ABHDSIaIAQgBC0AB0EgckHpAEcNIhogBCAELQAIQSByQe8ARw0iGiAEIAQtAAlBIHJB7gBHDSIaIABBDE0EQEELIQEgAEEMRw0UDBMLIAYgCk8NNSAEIAZqLQAAQSBHDRIgBC0ADCIBQQlGDRIgAUEgRg0SIAlBAWstAAAiAUEJRg0SIAFBIEYNEkEMIQEgACEJDBQLAkACQCABQdQAaw4iAAEiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIAASILAkAgBC0AAUEgckHyAEcNACAELQACQSByQeEARw0AIAQtAANBIHJB6QBHDQAgBC0ABEEgckHsAEcNACAELQAFQSByQeUARw0AIAQtAAZBIHJB8gBHDQAgA0EBOgBTIABBCU0EQEEIIQEgAEEJRw0TDBILIAYgCk8NNiAEIAZqLQAAQSBHDREgBC0ACSIBQQlGDREgAUEgRg0RIAlBAWstAAAiAUEJRg0RIAFBIEYNEUEJIQEgACEJDCYLIA4hAiAEIAFB1QBHDSIaCyAOIQIgBCAELQABQSByQfAARw0hGiAEIAQtAAJBIHJB5wBHDSEaIAQgBC0AA0EgckHyAEcNIRogBCAELQAEQSByQeEARw0hGiAEIAQtAAVBIHJB5ABHDSEaIAQgBC0ABkEgckHlAEcNIRogAEEJTQRAQQghASAAQQlHDQ0MDAsgBiAKTw00IAQgBmotAABBIEcNCyAELQAJIgFBCUYNCyABQSBGDQsgCUEBay0AACIBQQlGDQsgAUEgRg0LQQkhASAAIQkMDQsgGkUNISAOQQJqIgEgAE8NCCAGIApPDTMgBCAGai0AAEEgRw0IIAEgBGotAAAiAkEJRg0IIAJBIEYNCCAJQQFrLQAAIgJBCUYNCCAAIQkgAkEgRw0jDAgLAkAgAUEgTwRAIAFB/wBGDQEMCAsgAUEJRg0HCyAAIApPDSMgAEECTQRAIABBAWohAEEAIQgDQCAEIAhqLQAAQTpGDQcgACAIQQFqIghHDQALDCQLQYCChAggBCgAACIBQbr06NEDc2sgAXJBgIGChHhxQYCBgoR4RwRAIABBAWohAEEAIQgDQCAEIAhqLQAAQTpGDQcgACAIQQFqIghHDQALDCQLQQQgBEEDcSICayEBIABBCEkNAyAJQQFqIQIgASAEaiEIIAEgAEEHayIASw0EIAAgBGohAANAQYCChAggCCgCACIBQbr06NEDc2sgAXJBgIGChHhxQYCBgoR4Rw0FQYCChAggCEEEaigCACIBQbr06NEDc2sgAXJBgIGChHhxQYCBgoR4Rw0FIAhBCGoiCCAATQ0ACwwECyADQQY6ACYgA0ECOgAkIANBrorAACkAADcAbCADQbOKwAApAAA3AHEMKgsgA0EHOgAmIANBAjoAJEHJACEIIANB7ABqQbmNwABByQD8CgAAQbUBDDQLIANBCDoAJiADQQI6ACRByQAhCCADQewAakGgkMAAQckA/AoAAEG1AQwzCyAAIAFJDR8gBEEEaiEBIABBA2shAEEAIAJrIQgDQCABIAhqLQAAQTpGDQIgCEEBaiIIIABHDQALDB8LIAIgCE0NHgNAIAgtAABBOkYNASAIIAlGIAhBAWohCEUNAAsMHgsgA0EGOgAmIANBAjoAJCADQaGSwAApAAA3AGwgA0GpksAAKQAANwB0IANBsZLAACkAADcAfCADQbmSwAApAAA3AIQBIANBwZLAACgAADYAjAEMFgsgB0EBaiEHIAggAEEBaiIARw0BDB0LCyAAAn8CQCAAIAZNDQADQCAEIAZqLQAAIgFBCUcgAUEgR3ENASAAIAZBAWoiBkcNAAsgAAwBCyAGCyIBTQRAIAAhCQwaCwNAIAcgCk8NKgJAIAQgB2otAAAiAkEJRg0AIAJBIEYNACAHQQFqIQkMGwsgASAHSSAHQQFrIQcNAAsgASEJDBkLQQghAQNAIAEgBGotAAAiBkEJRyAGQSBHcQ0BIAAgAUEBaiIBRw0ACyAAIQELAn8gACAAIAFNDQAaAkADQCAHIApPDSogBCAHai0AACIGQQlHIAZBIEdxDQEgASAHSSAHQQFrIQcNAAsgAQwBCyAHQQFqCyIJIAFGDQEgCUEBaiEPCyAEQQFrIRAgBCAPaiETIAEhBwNAAkAgByAJTw0AIAcgCk8NKCAEIAdqLQAAIgJBCUYEQCAHQQFqIQcMAgsgAkEgRw0AIAdBAWohBwwBCwJAIAcgCUYNAAJAAkACfyAJIAkgCk8NABogCSAHIAlLDQAaIAxBLDoAdCAMQThqIAxB9ABqIAQgB2oiBiATEBwgDCgCOEEBcSILBH8gDCgCPCAGawUgAgsgB2ogCSALGwsiCyAHQQFqIgZNDQAgByAKTw0qIAQgB2otAABBIEcNACAGIApPDSogBCAGai0AACICQQlGDQAgAkEgRg0AIAtBAWsiAiAKTw0qIAIgBGotAAAiDUEJRg0AIAshAiANQSBHDQELAkACfwJAIAcgC08NACAHIAogByAKSxshAgNAIAIgB0YNLSAEIAdqLQAAIgZBCUcgBkEgR3ENASALIAdBAWoiB0cNAAsgCwwBCyAHCyIGIAsiAk8NAANAIAJBAWsiByAKTw0rIAIgEGotAAAiDUEJRyANQSBHcQ0BIAciAiAGSw0ACyAGIQILIAIgBkcNACADQQY6ACYgA0ECOgAkIANBxZHAACkAADcAbCADQc2RwAApAAA3AHQgA0HVkcAAKQAANwB8IANB2pHAACkAADcAgQEMHQsCQAJAAn8gAiACIApPIhUNABogAiACIAZJDQAaIAxBLzoAdCAMQTBqIAxB9ABqIAQgBmoiDSACIARqQQFqEBwgDCgCMEEBcSIPBH8gDCgCNCANawUgBwsgBmogAiAPGwsiDSAGRg0AIAYgDU8NASAKIAZrIgdBACAHIApNGyEHIA0gBmshDyAEIAZqIQYDQCAHRQ0rIAYtAAAtAICAQEUNASAHQQFrIQcgBkEBaiEGIA9BAWsiDw0ACwwBCyADQQY6ACYgA0ECOgAkIANB4pHAACkAADcAbCADQeqRwAApAAA3AHQgA0HykcAAKQAANwB8IANB+pHAACgAADYAhAEMHAsCQCACIA1NDQAgDUEBaiEHAkAgFUUEQCAMQS86AHQgDEEoaiAMQfQAaiAEIAdqIgYgBiACIA1rahAcIAwoAihBAXENAQsgAiAHRg0AIAIgB00NAQNAIAcgCk8NKyAEIAdqLQAALQCAgEBFDQEgB0EBaiIHIAJHDQALDAELIANBBjoAJiADQQI6ACQgA0HikcAAKQAANwBsIANB6pHAACkAADcAdCADQfKRwAApAAA3AHwgA0H6kcAAKAAANgCEAQwcCyAJIAtGDQAgC0EBaiEHDAELCyADQQE6AFIMFgsgA0EGOgAmIANBAjoAJCADQcWRwAApAAA3AGwgA0HNkcAAKQAANwB0IANB1ZHAACkAADcAfCADQdqRwAApAAA3AIEBDBkLQQghAQNAIAEgBGotAAAiAkEJRyACQSBHcQ0BIAAgAUEBaiIBRw0ACyAAIQELAn8gACAAIAFNDQAaAkADQCAHIApPDSYgBCAHai0AACICQQlHIAJBIEdxDQEgASAHSSAHQQFrIQcNAAsgAQwBCyAHQQFqCyIJIAFHDRMgA0EGOgAmIANBAjoAJCADQaiRwAApAAA3AGwgA0GwkcAAKQAANwB0IANBuJHAACkAADcAfCADQb2RwAApAAA3AIEBDBcLQQshAQNAIAEgBGotAAAiBkEJRyAGQSBHcQ0BIAAgAUEBaiIBRw0ACyAAIQELAn8gACAAIAFNDQAaAkADQCAHIApPDSQgBCAHai0AACIGQQlHIAZBIEdxDQEgASAHSSAHQQFrIQcNAAsgAQwBCyAHQQFqCyIJIAFHDQAMAQsgCSAKSw0gIAEgCUsNICABIARqIQYCQAJAAkACQCAJIAFrQQVrDgYAAwIDAwEDCyAGLQAAQSByQeMARw0CIAYtAAFBIHJB7ABHDQIgBi0AAkEgckHvAEcNAiAGLQADQSByQfMARw0CIAYtAARBIHJB5QBHDQIgA0EBOgBQDBMLIAYtAABBIHJB6wBHDQEgBi0AAUEgckHlAEcNASAGLQACQSByQeUARw0BIAYtAANBIHJB8ABHDQEgBi0ABEEtRw0BIAYtAAVBIHJB4QBHDQEgBi0ABkEgckHsAEcNASAGLQAHQSByQekARw0BIAYtAAhBIHJB9gBHDQEgBi0ACUEgckHlAEcNAQwSCyAGLQAAQSByQfUARw0AIAYtAAFBIHJB8ABHDQAgBi0AAkEgckHnAEcNACAGLQADQSByQfIARw0AIAYtAARBIHJB4QBHDQAgBi0ABUEgckHkAEcNACAGLQAGQSByQeUARw0AIANBAToAUQwRCyAEQQFrIQ0gBCAJakEBaiEQIAEhBwNAAkAgByAJTw0AIAQgB2otAAAiAkEJRgRAIAdBAWohBwwCCyACQSBHDQAgB0EBaiEHDAELIAcgCUYNEQJAAkACfyAJIAkgCk8NABogCSAHIAlLDQAaIAxBLDoAdCAMQSBqIAxB9ABqIAQgB2oiBiAQEBwgDCgCIEEBcSILBH8gDCgCJCAGawUgAgsgB2ogCSALGwsiCyAHQQFqIgZNDQAgByAKTw0jIAQgB2otAABBIEcNACAGIApPDSMgBCAGai0AACICQQlGDQAgAkEgRg0AIAtBAWsiAiAKTw0jIAIgBGotAAAiD0EJRg0AIAshAiAPQSBHDQELAkACfwJAIAcgC08NACAHIAogByAKSxshAgNAIAIgB0YNJiAEIAdqLQAAIgZBCUcgBkEgR3ENASALIAdBAWoiB0cNAAsgCwwBCyAHCyIGIAsiAk8NAANAIAJBAWsiByAKTw0kIAIgDWotAAAiD0EJRyAPQSBHcQ0BIAciAiAGSw0ACyAGIQILIAIgBkcNAAwCCyACIApLDSEgAiAGSQ0hIAQgBmohBwJAAkACQAJAAkAgAiAGayIPQQVrDgYAAwEDAwIDCyAHLQAAQSByQeMARw0CIActAAFBIHJB7ABHDQIgBy0AAkEgckHvAEcNAiAHLQADQSByQfMARw0CIActAARBIHJB5QBHDQIgA0EBOgBQDAMLIActAABBIHJB9QBHDQEgBy0AAUEgckHwAEcNASAHLQACQSByQecARw0BIActAANBIHJB8gBHDQEgBy0ABEEgckHhAEcNASAHLQAFQSByQeQARw0BIActAAZBIHJB5QBHDQEgA0EBOgBRDAILIActAABBIHJB6wBHDQAgBy0AAUEgckHlAEcNACAHLQACQSByQeUARw0AIActAANBIHJB8ABHDQAgBy0ABEEtRw0AIActAAVBIHJB4QBHDQAgBy0ABkEgckHsAEcNACAHLQAHQSByQekARw0AIActAAhBIHJB9gBHDQAgBy0ACUEgckHlAEYNAQsCQCACIAZGDQAgAiAGTQ0BA0AgBy0AAC0AgIBARQ0BIAdBAWohByAPQQFrIg8NAAsMAQsgA0EGOgAmIANBAjoAJCADQYmRwAApAAA3AGwgA0GRkcAAKQAANwB0IANBmZHAACkAADcAfCADQaCRwAApAAA3AIMBDBgLIAkgC0YNESALQQFqIQcMAAsACyADQQY6ACYgA0ECOgAkIANB6ZDAACkAADcAbCADQfGQwAApAAA3AHQgA0H5kMAAKQAANwB8IANBgZHAACkAADcAhAFBICEIQYwBDCMLQRIhAQNAIAEgBGotAAAiBkEJRyAGQSBHcQ0BIAAgAUEBaiIBRw0ACyAAIQELAn8gACAAIAFNDQAaAkADQCAHIApPDSAgBCAHai0AACIGQQlHIAZBIEdxDQEgASAHSSAHQQFrIQcNAAsgAQwBCyAHQQFqCyIJIAFHDQAgA0EGOgAmIANBAjoAJCADQcGOwAApAAA3AGwgA0HJjsAAKQAANwB0IANB0Y7AACkAADcAfCADQdmOwAApAAA3AIQBIANB4I7AACkAADcAiwEMBAsgA0EBOgBOIAkgCksNHCABIAlLDRwCQCAJIAFrQQdGBEAgASAEaiIGNQAAIAZBBmoxAABCMIYgBkEEajMAAEIghoSEQuPQ1fO2rZkyUQ0BCyAEQQFrIQ8gBCAJakEBaiEQIAMtAE8hDSABIQcDQAJAIAcgCU8NACAEIAdqLQAAIgJBCUYEQCAHQQFqIQcMAgsgAkEgRw0AIAdBAWohBwwBCyAHIAlGDQ4CQCAJIgYgCk8NACAGIAdJDQAgDEEsOgB0IAxBGGogDEH0AGogBCAHaiIGIBAQHCAMKAIYQQFxIgsEfyAMKAIcIAZrBSACCyAHaiAJIAsbIQYLAkACQCAHQQFqIgsgBk8NACAHIApPDSAgBCAHai0AAEEgRw0AIAogC00NICAEIAtqLQAAIgJBCUYNACACQSBGDQAgBkEBayICIApPDSAgAiAEai0AACITQQlGDQAgBiECIBNBIEcNAQsCfwJAIAYgB00NACAHIAogByAKSxshAgNAIAIgB0YNIiAEIAdqLQAAIgtBCUcgC0EgR3ENASAGIAdBAWoiB0cNAAsgBgwBCyAHCyELAkAgCyAGIgJPDQADQCACQQFrIgcgCk8NISACIA9qLQAAIhNBCUcgE0EgR3ENASAHIgIgC0sNAAsgCyECCyACIAtHDQAgA0EGOgAmIANBAjoAJCADQcGOwAApAAA3AGwgA0HJjsAAKQAANwB0IANB0Y7AACkAADcAfCADQdmOwAApAAA3AIQBIANB4I7AACkAADcAiwEMBgsgA0EBOgBOIAIgCksNHiACIAtJDR4CQAJAIAIgC2tBB0cNACAEIAtqIgctAABBIHJB4wBHDQAgBy0AAUEgckHoAEcNACAHLQACQSByQfUARw0AIActAANBIHJB7gBHDQAgBy0ABEEgckHrAEcNACAHLQAFQSByQeUARw0AIActAAZBIHJB5ABHDQAgDUEBcUUEQEEBIQ0gA0EBOgBPDAILIANBDjoAJiADQQI6ACRB6wAhCCADQewAakHojsAAQesA/AoAAEHXAQwkCyANQQFxQQAhDUUNACADQQ46ACYgA0ECOgAkQc0AIQggA0HsAGpB04/AAEHNAPwKAABBuQEMIwsgBiAJRg0OIAZBAWohBwwACwALIAMtAE9FBEAgA0EBOgBPDA0LIANBDjoAJiADQQI6ACRB6wAhCCADQewAakHojsAAQesA/AoAAEHXAQwgCyADQQg6ACYgA0ECOgAkIANBgo7AACkAADcAbCADQYqOwAApAAA3AHQgA0GSjsAAKQAANwB8IANBmo7AACkAADcAhAEgA0GijsAAKQAANwCMASADQaqOwAApAAA3AJQBIANBso7AACkAADcAnAEgA0G5jsAAKQAANwCjAUE/IQhBqwEMHwsgAEERSQ0AIAJBIEcNACAELQAQIgFBCUYNACABQSBGDQBBECEBIAAhCSALRQ0FC0EPIQECQANAIAEgBGotAAAiAkEJRyACQSBHcQ0BIAAgAUEBaiIBRw0ACyAAIQELAn8gACAAIAFNDQAaAkADQCAHIApPDRwgBCAHai0AACICQQlHIAJBIEdxDQEgASAHSSAHQQFrIQcNAAsgAQwBCyAHQQFqCyIJIAFHDQQgA0EGOgAmIANBAjoAJCADQdGMwAApAAA3AGwgA0HZjMAAKQAANwB0IANB4YzAACkAADcAfCADQemMwAApAAA3AIQBIANB8YzAACgAADYAjAEMAwtBJyEIQZMBDBwLQQ8hAQNAIAEgBGotAAAiAkEJRyACQSBHcQ0BIAAgAUEBaiIBRw0ACyAAIQELAn8gACAAIAFNDQAaA0AgByAKTw0YAkAgBCAHai0AACICQQlGDQAgAkEgRg0AIAdBAWoMAgsgASAHSSAHQQFrIQcNAAsgAQsiCSABRw0BIANBBjoAJiADQQI6ACQgA0HRjMAAKQAANwBsIANB2YzAACkAADcAdCADQeGMwAApAAA3AHwgA0HpjMAAKQAANwCEASADQfGMwAAoAAA2AIwBC0EkIQhBkAEMGQsgCSABayIGQRNNBEBCACEuIAEgCUkEQCAKIAFrIgJBACACIApNGyEHIAEgBGohAgNAIAdFDRcgAi0AAEEwayILQf8BcUEKTwRAIANBDToAJiADQQI6ACQgA0H1jMAAKQAANwBsIANB/YzAACkAADcAdCADQYWNwAApAAA3AHwgA0GKjcAAKQAANwCBAQwMCyAuQgp+IAutQv8Bg3whLiAHQQFrIQcgAkEBaiECIAZBAWsiBg0ACwsgAyAuNwM4IAMgLjcDKCADQQE6AE0MBQsgA0ENOgAmIANBAjoAJCADQfWMwAApAAA3AGwgA0H9jMAAKQAANwB0IANBhY3AACkAADcAfCADQYqNwAApAAA3AIEBDAgLIA4hAiAECyEBAkADQCABLQAALQCAgEAEQCABQQFqIQEgAkEBayICDQEMAgsLDAQLIBpFDQACQCAOQQJqIgEgAE8NACAGIApPDRMgBCAGai0AAEEgRw0AIAEgBGotAAAiAkEJRg0AIAJBIEYNACAJQQFrLQAAIgJBCUYNACAAIQkgAkEgRw0DCwJAIAAgBk0NAANAIAQgBmotAAAiAUEJRyABQSBHcQ0BIAAgBkEBaiIGRw0ACyAAIQYLIAAgBk0NAAJAA0AgByAKTw0UIAQgB2otAAAiAUEJRyABQSBHcQ0BIAYgB0kgB0EBayEHDQALIAYMAgsgB0EBagwBCyAACyEJIAYhAQsgJkUEQCAFQRBqQYCABEsNFSADKAIgIQIgAygC+AIgBWpBDjoAACADKAL4AiAFakEBaiACNgAAIAMoAvgCIAVqQQVqIA42AAAgBUEJaiEFCyAFICVFDQcaIAVBEGpBgIAESw0UIAkgAWshByADKAIgIAFqIRdBDyEBDAYLIANBBjoAJiADQQI6ACQgA0H+kcAAKQAANwBsIANBhpLAACkAADcAdCADQY6SwAApAAA3AHwgA0GWksAAKQAANwCEASADQZ2SwAAoAAA2AIsBQSMhCEGPAQwSCyADKAIEIAhLDRIgA0EGOgAmIANBAjoAJCADQYGMwAApAAA3AGwgA0GJjMAAKQAANwB0IANBkYzAACgAADYAfAwCC0EcIQhBiAEMEAtBHSEIQYkBDA8LQRQhCEGAAQwOC0EfIQhBiwEMDQsgAygC+AIgBWogAToAACADKAL4AiAFakEBaiAXNgAAIAMoAvgCIAVqQQVqIAc2AAAgBUEJagshBUEAIQEgAEECaiIADQQMBQtBDSEIQfkADAoLAkAgFkUNACAzQgBSBEAgBUFwSA0MIAMoAiAhASADKAL4AiAFaiIAQQQ6AAAgAEEFakEANgAAIABBAWogAUECajYAACAFQQlqIQULIDJQDQAgBUFwSA0LIAMoAiAhASADKAL4AiAFaiIAQQc6AAAgAEEFakEANgAAIABBAWogAUECajYAACAFQQlqIQULIANBADoAFiADQQA6ABQCQAJAIAMtAFJBAUYEQCADLQARQQFxDQELIAMtAFANAUECIQAgAy0AJEECRw0CQQAhAQwEC0ECIQBBACEBIAMtACRBAkYNAyADQQ46ACQMAwsgGUUNASAFQXBIDQogAygCICEBIAMoAvgCIAVqIgBBAjoAACAAQQVqQQA2AAAgAEEBaiABNgAAIAVBCWohBQwBC0EAIQEgA0EAOgAkDAELQQIhAEEAIQEgAy0AJEECRg0AIANBAToAJAsgAyADKAIgIABqNgIgIAAgCksNAiAIIABrIQggACAEaiEEIAogAGshCgtBASEXIAFBAXENBiADLQAlQQFxRQ0ACwwFCwALAAsgAygC+AJBADoAAAwDCyADQQY6ACYgA0ECOgAkIANBlojAACkAADcAbCADQZ2IwAApAAA3AHNBDyEIQfsACyADIAg6APQCQQAhFyADakEAOgAACyADIAMpAxggAygCICIBrXw3AxgCQCADLQATRQ0AIAMoAvACIgAEQCADKALsAiAAEFcLIANCADcC7AIgASAUTw0AAkACQCAKRQRAQQEhCAwBCyAKQQEQVSIIRQ0BIApFDQAgCCAEIAr8CgAACyADIAg2AuwCIAMgCjYC8AIMAQsACwJAAkAgLUIBg1AgF3IEQCAhRQ0BDAILIAVB+v8Da0H//3tJDQAgAygC+AIgBWoiAEEBOgAAIABBAWogAygCIDYAACAAQQVqIAMtACY6AAAgBUEGaiEFCyADKAL4AiAFakEAOgAACwJAIAMpA1giLVANACAtQgGDIS4gLUKAgAKDIS8gLUICgyEwIC1CBIMhMiAtQgiDITMgLUIQgyE0IC1CIIMhNSAtQsAAgyE2IC1CgAGDITEgLUKAAoMhOCAtQoAEgyE5IC1CgAiDITogLUKAEIMhOyAtQoAggyE8IC1CgMAAgyE9IC1CgIABgyE+IC1CgIAEgyE/IC1CgIAIgyFAIC1CgIAQgyFBIC1CgIAggyFCIC1CgIDAAIMhQyAtQoCAgAGDIUQgLUKAgIACgyFFIC1CgICABIMhRiAtQoCAgAiDITcgLUKAgIAQgyFHIC1CgICAIIMhSCAtQoCAgMAAgyEtIAMoAmghBiADKAL4AiEJQQAhBANAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAIAQgCWoiAC0AAEEBaw4cAAIDBAUGBwgJCgsMDQ4PARAREhMUFRYXGBkaGx8LQQYhAiAuUA0bIAYgAEEBaigAAEEAEAAgBEEGaiEEDB0LQRMhAiAvUA0aIAYgAEEBaigAACAAQQVqLwAAIABBB2otAABBAEcgAEEIai0AAEEARyAAQQlqLQAAQQBHIABBCmotAAAgAEELaikAALoQASAEQRNqIQQMHAtBCSECIDBQDRkgBiAAQQFqKAAAIABBBWooAAAQAiAEQQlqIQQMGwtBCSECIDJQDRggBiAAQQFqKAAAIABBBWooAAAQAyAEQQlqIQQMGgtBCSECIDNQDRcgBiAAQQFqKAAAIABBBWooAAAQBCAEQQlqIQQMGQtBCSECIDRQDRYgBiAAQQFqKAAAIABBBWooAAAQBSAEQQlqIQQMGAtBCSECIDVQDRUgBiAAQQFqKAAAIABBBWooAAAQBiAEQQlqIQQMFwtBCSECIDZQDRQgBiAAQQFqKAAAIABBBWooAAAQByAEQQlqIQQMFgtBCSECIDFQDRMgBiAAQQFqKAAAIABBBWooAAAQCCAEQQlqIQQMFQtBCSECIDhQDRIgBiAAQQFqKAAAIABBBWooAAAQCSAEQQlqIQQMFAtBCSECIDlQDREgBiAAQQFqKAAAIABBBWooAAAQCiAEQQlqIQQMEwtBCSECIDpQDRAgBiAAQQFqKAAAIABBBWooAAAQCyAEQQlqIQQMEgtBCSECIDtQDQ8gBiAAQQFqKAAAIABBBWooAAAQDCAEQQlqIQQMEQtBCSECIDxQDQ4gBiAAQQFqKAAAIABBBWooAAAQDSAEQQlqIQQMEAtBCSECID1QDQ0gBiAAQQFqKAAAIABBBWooAAAQDiAEQQlqIQQMDwtBCSECID5QDQwgBiAAQQFqKAAAIABBBWooAAAQDyAEQQlqIQQMDgtBCSECID9QDQsgBiAAQQFqKAAAIABBBWooAAAQECAEQQlqIQQMDQtBCSECIEBQDQogBiAAQQFqKAAAIABBBWooAAAQESAEQQlqIQQMDAtBCSECIEFQDQkgBiAAQQFqKAAAIABBBWooAAAQEiAEQQlqIQQMCwtBCSECIEJQDQggBiAAQQFqKAAAIABBBWooAAAQEyAEQQlqIQQMCgtBCSECIENQDQcgBiAAQQFqKAAAIABBBWooAAAQFCAEQQlqIQQMCQtBCSECIERQDQYgBiAAQQFqKAAAIABBBWooAAAQFSAEQQlqIQQMCAtBCSECIEVQDQUgBiAAQQFqKAAAIABBBWooAAAQFiAEQQlqIQQMBwtBCSECIEZQDQQgBiAAQQFqKAAAIABBBWooAAAQFyAEQQlqIQQMBgtBCSECIDdQDQMgBiAAQQFqKAAAIABBBWooAAAQGCAEQQlqIQQMBQtBCSECIEdQDQIgBiAAQQFqKAAAIABBBWooAAAQGSAEQQlqIQQMBAtBCSECIEhQDQEgBiAAQQFqKAAAIABBBWooAAAQGiAEQQlqIQQMAwtBCSECIC1CAFINAQsgAiAEaiEEDAELIAYgAEEBaigAACAAQQVqKAAAEBsgBEEJaiEEDAALAAsgICAYQQBHcUUNACARIBgQVwsgDEGQAWokACABCwkAIABBAToAJQuFAQAgAEEAOwEkIAFFBEAgAEIANwMYCyAAQQA6APQCIABBADoAbCAAQQA6ACYgACgC8AIiAQRAIAAoAuwCIAEQVwsgAEIANwMoIABBADsAFSAAQgA3AuwCIABCADcDMCAAQgA3AzggAEIANwNAIABCADcDSCAAQQA2AlAgACgC+AJBADoAAAsJACAAQQA6ACULCQAgACABNwNYCwkAIAAgATcDYAsJACAAIAE6ABcLCQAgACABOgAVCwkAIAAgAToAEQsJACAAIAE3AwgLCQAgACABNgIECwkAIAAgATYCAAsJACAAIAE6ABALCQAgACABOgAUCwkAIAAgAToAEwsJACAAIAE6ABYLCQAgACABOgASCwcAIAAtABQLBwAgAC0AEwsHACAALQAWCwcAIAAtABIL9AIBBX8gAUEJTwRAAkAgAEHN/3tBECABIAFBEE0bIgJrTw0AIAJBECAAQQtqQXhxIABBC0kbIgRqQQxqEFYiAEUNACAAQQhrIQECQCACQQFrIgMgAHFFBEAgASEADAELIABBBGsiBSgCACIGQXhxIAAgA2pBACACa3FBCGsiACACQQAgACABa0EQTRtqIgAgAWsiAmshAyAGQQNxBEAgACADIAAoAgRBAXFyQQJyNgIEIAAgA2oiAyADKAIEQQFyNgIEIAUgAiAFKAIAQQFxckECcjYCACABIAJqIgMgAygCBEEBcjYCBCABIAIQWgwBCyABKAIAIQEgACADNgIEIAAgASACajYCAAsCQCAAKAIEIgFBA3FFDQAgAUF4cSICIARBEGpNDQAgACAEIAFBAXFyQQJyNgIEIAAgBGoiASACIARrIgRBA3I2AgQgACACaiICIAIoAgRBAXI2AgQgASAEEFoLIABBCGohAwsgAw8LIAAQVguTJgIJfwF+IwBBEGsiCCQAAkACQAJAIABB9QFPBEAgAEHM/3tLBEBBACEADAQLIABBC2oiAUF4cSEFQdCbwAAoAgAiCUUNAkEfIQYgAEH1//8HTw0BIAVBJiABQQh2ZyIAa3ZBAXEgAEEBdGtBPmohBgwBCwJAAkACQAJAAkBBzJvAACgCACIEQRAgAEELakH4A3EgAEELSRsiBUEDdiIAdiIBQQNxBEAgAUF/c0EBcSAAaiIHQQN0IgFBxJnAAGoiACABQcyZwABqKAIAIgIoAggiA0YNASADIAA2AgwgACADNgIIDAILIAVB1JvAACgCAE0NBiABRQRAQdCbwAAoAgAiAEUNByAAaEECdEG0mMAAaigCACIBKAIEQXhxIAVrIQMgASECA0ACQCABKAIQIgBFBEAgASgCFCIARQ0BCyAAKAIEQXhxIAVrIgEgAyABIANJIgEbIQMgACACIAEbIQIgACEBDAELCyACKAIYIQYCQAJAIAIgAigCDCIARgRAIAJBFEEQIAIoAhQiABtqKAIAIgENAUEAIQAMAgsgAigCCCIBIAA2AgwgACABNgIIDAELIAJBFGogAkEQaiAAGyEEA0AgBCEHIAEiAEEUaiAAQRBqIAAoAhQiARshBCAAQRRBECABG2ooAgAiAQ0ACyAHQQA2AgALIAZFDQUCQCACKAIcQQJ0QbSYwABqIgEoAgAgAkcEQCACIAYoAhBHBEAgBiAANgIUIAANAgwICyAGIAA2AhAgAA0BDAcLIAEgADYCACAARQ0FCyAAIAY2AhggAigCECIBBEAgACABNgIQIAEgADYCGAsgAigCFCIBRQ0FIAAgATYCFCABIAA2AhgMBQsCQEECIAB0IgJBACACa3IgASAAdHFoIgdBA3QiAUHEmcAAaiICIAFBzJnAAGooAgAiACgCCCIDRwRAIAMgAjYCDCACIAM2AggMAQtBzJvAACAEQX4gB3dxNgIACyAAIAVBA3I2AgQgACAFaiIGIAEgBWsiB0EBcjYCBCAAIAFqIAc2AgBB1JvAACgCACICRQ0CQdybwAAoAgAhAQJAQcybwAAoAgAiBEEBIAJBA3Z0IgNxRQRAQcybwAAgAyAEcjYCACACQXhxQcSZwABqIgMhBAwBCyACQXhxIgJBxJnAAGohBCACQcyZwABqKAIAIQMLIAQgATYCCCADIAE2AgwgASAENgIMIAEgAzYCCAwCC0HMm8AAIARBfiAHd3E2AgALIAJBCGohACACIAFBA3I2AgQgASACaiIBIAEoAgRBAXI2AgQMBQsgAEEIaiEAQdybwAAgBjYCAEHUm8AAIAc2AgAMBAtB0JvAAEHQm8AAKAIAQX4gAigCHHdxNgIACwJAAkAgA0EQTwRAIAIgBUEDcjYCBCACIAVqIgcgA0EBcjYCBCADIAdqIAM2AgBB1JvAACgCACIBRQ0BQdybwAAoAgAhAAJAQcybwAAoAgAiBEEBIAFBA3Z0IgZxRQRAQcybwAAgBCAGcjYCACABQXhxQcSZwABqIgQhAQwBCyABQXhxIgRBxJnAAGohASAEQcyZwABqKAIAIQQLIAEgADYCCCAEIAA2AgwgACABNgIMIAAgBDYCCAwBCyACIAMgBWoiAEEDcjYCBCAAIAJqIgAgACgCBEEBcjYCBAwBC0Hcm8AAIAc2AgBB1JvAACADNgIACyACQQhqIgBFDQEMAgtBACAFayEDAkACQAJAIAZBAnRBtJjAAGooAgAiAkUEQEEAIQFBACEADAELQQAhASAFQRkgBkEBdmtBACAGQR9HG3QhBEEAIQADQAJAIAIoAgRBeHEiByAFSQ0AIAcgBWsiByADTw0AIAIhASAHIgMNAEEAIQMgASEADAMLIAIoAhQiByAAIAcgAiAEQR12QQRxaigCECICRxsgACAHGyEAIARBAXQhBCACDQALCyAAIAFyRQRAQQAhAUECIAZ0IgBBACAAa3IgCXEiAEUNAyAAaEECdEG0mMAAaigCACEACyAARQ0BCwNAIAMgACgCBEF4cSICIAVrIgQgAyADIARLIgQbIAIgBUkiAhshAyABIAAgASAEGyACGyEBIAAoAhAiAgR/IAIFIAAoAhQLIgANAAsLIAFFDQAgBUHUm8AAKAIAIgBNIAMgACAFa09xDQAgASgCGCEGAkACQCABIAEoAgwiAEYEQCABQRRBECABKAIUIgAbaigCACICDQFBACEADAILIAEoAggiAiAANgIMIAAgAjYCCAwBCyABQRRqIAFBEGogABshBANAIAQhByACIgBBFGogAEEQaiAAKAIUIgIbIQQgAEEUQRAgAhtqKAIAIgINAAsgB0EANgIACwJAIAZFDQACQAJAIAEoAhxBAnRBtJjAAGoiAigCACABRwRAIAEgBigCEEcEQCAGIAA2AhQgAA0CDAQLIAYgADYCECAADQEMAwsgAiAANgIAIABFDQELIAAgBjYCGCABKAIQIgIEQCAAIAI2AhAgAiAANgIYCyABKAIUIgJFDQEgACACNgIUIAIgADYCGAwBC0HQm8AAQdCbwAAoAgBBfiABKAIcd3E2AgALAkAgA0EQTwRAIAEgBUEDcjYCBCABIAVqIgAgA0EBcjYCBCAAIANqIAM2AgAgA0GAAk8EQCAAIAMQWwwCCwJAQcybwAAoAgAiAkEBIANBA3Z0IgRxRQRAQcybwAAgAiAEcjYCACADQfgBcUHEmcAAaiIDIQIMAQsgA0H4AXEiBEHEmcAAaiECIARBzJnAAGooAgAhAwsgAiAANgIIIAMgADYCDCAAIAI2AgwgACADNgIIDAELIAEgAyAFaiIAQQNyNgIEIAAgAWoiACAAKAIEQQFyNgIECyABQQhqIgANAQsCQAJAAkACQAJAAkACQCAFQdSbwAAoAgAiAUsEQCAFQdibwAAoAgAiAE8EQCAIQQRqIQACfwJAIAVBr4AEakGAgHxxIgFFDQBB+JvAAC0AAEH4m8AAQQE6AABBgJzAACECIAFBgOQDSw0ADQBBgOQDDAELQQAhAkEAIAFBEHYgAUH//wNxQQBHaiIBQAAiBEF/Rg0AGiABQRB0IgFBEGsgASAEQRB0IgJBACABa0YbCyEBIABBADYCCCAAIAE2AgQgACACNgIAIAgoAgQiAUUEQEEAIQAMCgsgCCgCDCEHQeSbwAAgCCgCCCIEQeSbwAAoAgBqIgA2AgBB6JvAACAAQeibwAAoAgAiAiAAIAJLGzYCAAJAAkBB4JvAACgCACICBEBBtJnAACEAA0AgASAAKAIAIgMgACgCBCIGakYNAiAAKAIIIgANAAsMAgtB8JvAACgCACIARQ0HIAAgAUsNBwwJCyABIAJNDQAgAiADSQ0AIAAoAgwiA0EBcQ0AIANBAXYgB0YNAwtB8JvAAEHwm8AAKAIAIgAgASAAIAFJGzYCACABIARqIQNBtJnAACEAAkACQAJAA0AgAyAAKAIAIgZHBEAgACgCCCIADQEMAgsLIAAoAgwiA0EBcQ0AIANBAXYgB0YNAQtBtJnAACEAA0AgAiAAKAIAIgNPBEAgAiADIAAoAgRqIgZJDQMLIAAoAgghAAwACwALIAAgATYCACAAIAAoAgQgBGo2AgQgAUEPakF4cUEIayIEIAVBA3I2AgQgBkEPakF4cUEIayIDIAQgBWoiAGshBSADQeCbwAAoAgBGDQQgA0Hcm8AAKAIARg0FIAMoAgQiAkEDcUEBRgRAIAMgAkF4cSIBEFkgASAFaiEFIAEgA2oiAygCBCECCyADIAJBfnE2AgQgACAFQQFyNgIEIAAgBWogBTYCACAFQYACTwRAIAAgBRBbDAgLAkBBzJvAACgCACIBQQEgBUEDdnQiAnFFBEBBzJvAACABIAJyNgIAIAVB+AFxQcSZwABqIgUhAwwBCyAFQfgBcSIBQcSZwABqIQMgAUHMmcAAaigCACEFCyADIAA2AgggBSAANgIMIAAgAzYCDCAAIAU2AggMBwtB4JvAACABQQ9qQXhxIgBBCGsiAzYCAEHYm8AAIARBKGsiCSABIABrakEIaiIANgIAIAMgAEEBcjYCBCABIAlqQSg2AgRB7JvAAEGAgIABNgIAIAIgBkEga0F4cUEIayIAIAAgAkEQakkbIgNBGzYCBEG0mcAAKQIAIQogA0EQakG8mcAAKQIANwIAIANBCGoiACAKNwIAQcCZwAAgBzYCAEG4mcAAIAQ2AgBBtJnAACABNgIAQbyZwAAgADYCACADQRxqIQADQCAAQQc2AgAgAEEEaiIAIAZJDQALIAIgA0YNCCADIAMoAgRBfnE2AgQgAiADIAJrIgBBAXI2AgQgAyAANgIAIABBgAJPBEAgAiAAEFsMCQsCQEHMm8AAKAIAIgFBASAAQQN2dCIEcUUEQEHMm8AAIAEgBHI2AgAgAEH4AXFBxJnAAGoiACEBDAELIABB+AFxIgBBxJnAAGohASAAQcyZwABqKAIAIQALIAEgAjYCCCAAIAI2AgwgAiABNgIMIAIgADYCCAwIC0HYm8AAIAAgBWsiATYCAEHgm8AAQeCbwAAoAgAiACAFaiICNgIAIAIgAUEBcjYCBCAAIAVBA3I2AgQgAEEIaiEADAgLQdybwAAoAgAhAAJAIAEgBWsiAkEPTQRAQdybwABBADYCAEHUm8AAQQA2AgAgACABQQNyNgIEIAAgAWoiASABKAIEQQFyNgIEDAELQdSbwAAgAjYCAEHcm8AAIAAgBWoiBDYCACAEIAJBAXI2AgQgACABaiACNgIAIAAgBUEDcjYCBAsgAEEIaiEADAcLIAAgBCAGajYCBEHgm8AAQeCbwAAoAgAiAEEPakF4cSIBQQhrIgI2AgBB2JvAAEHYm8AAKAIAIARqIgQgACABa2pBCGoiATYCACACIAFBAXI2AgQgACAEakEoNgIEQeybwABBgICAATYCAAwFC0Hgm8AAIAA2AgBB2JvAAEHYm8AAKAIAIAVqIgE2AgAgACABQQFyNgIEDAILQdybwAAgADYCAEHUm8AAQdSbwAAoAgAgBWoiATYCACAAIAFBAXI2AgQgACABaiABNgIADAELQfCbwAAgATYCAAwBCyAEQQhqIQAMAgtB9JvAAEH/HzYCAEHAmcAAIAc2AgBBuJnAACAENgIAQbSZwAAgATYCAEHQmcAAQcSZwAA2AgBB2JnAAEHMmcAANgIAQcyZwABBxJnAADYCAEHgmcAAQdSZwAA2AgBB1JnAAEHMmcAANgIAQeiZwABB3JnAADYCAEHcmcAAQdSZwAA2AgBB8JnAAEHkmcAANgIAQeSZwABB3JnAADYCAEH4mcAAQeyZwAA2AgBB7JnAAEHkmcAANgIAQYCawABB9JnAADYCAEH0mcAAQeyZwAA2AgBBiJrAAEH8mcAANgIAQfyZwABB9JnAADYCAEGQmsAAQYSawAA2AgBBhJrAAEH8mcAANgIAQYyawABBhJrAADYCAEGYmsAAQYyawAA2AgBBlJrAAEGMmsAANgIAQaCawABBlJrAADYCAEGcmsAAQZSawAA2AgBBqJrAAEGcmsAANgIAQaSawABBnJrAADYCAEGwmsAAQaSawAA2AgBBrJrAAEGkmsAANgIAQbiawABBrJrAADYCAEG0msAAQayawAA2AgBBwJrAAEG0msAANgIAQbyawABBtJrAADYCAEHImsAAQbyawAA2AgBBxJrAAEG8msAANgIAQdCawABBxJrAADYCAEHYmsAAQcyawAA2AgBBzJrAAEHEmsAANgIAQeCawABB1JrAADYCAEHUmsAAQcyawAA2AgBB6JrAAEHcmsAANgIAQdyawABB1JrAADYCAEHwmsAAQeSawAA2AgBB5JrAAEHcmsAANgIAQfiawABB7JrAADYCAEHsmsAAQeSawAA2AgBBgJvAAEH0msAANgIAQfSawABB7JrAADYCAEGIm8AAQfyawAA2AgBB/JrAAEH0msAANgIAQZCbwABBhJvAADYCAEGEm8AAQfyawAA2AgBBmJvAAEGMm8AANgIAQYybwABBhJvAADYCAEGgm8AAQZSbwAA2AgBBlJvAAEGMm8AANgIAQaibwABBnJvAADYCAEGcm8AAQZSbwAA2AgBBsJvAAEGkm8AANgIAQaSbwABBnJvAADYCAEG4m8AAQaybwAA2AgBBrJvAAEGkm8AANgIAQcCbwABBtJvAADYCAEG0m8AAQaybwAA2AgBByJvAAEG8m8AANgIAQbybwABBtJvAADYCAEHgm8AAIAFBD2pBeHEiAEEIayICNgIAQcSbwABBvJvAADYCAEHYm8AAIARBKGsiBCABIABrakEIaiIANgIAIAIgAEEBcjYCBCABIARqQSg2AgRB7JvAAEGAgIABNgIAC0EAIQBB2JvAACgCACIBIAVNDQBB2JvAACABIAVrIgE2AgBB4JvAAEHgm8AAKAIAIgAgBWoiAjYCACACIAFBAXI2AgQgACAFQQNyNgIEIABBCGohAAsgCEEQaiQAIAALPQECfwJAIABBBGsoAgAiAkF4cSIDQQRBCCACQQNxIgIbIAFqSQ0AIAJBACADIAFBJ2pLGw0AIAAQWA8LAAuiBgEEfyAAQQhrIgEgAEEEaygCACIDQXhxIgBqIQICQAJAIANBAXENACADQQJxRQ0BIAEoAgAiAyAAaiEAIAEgA2siAUHcm8AAKAIARgRAIAIoAgRBA3FBA0cNAUHUm8AAIAA2AgAgAiACKAIEQX5xNgIEIAEgAEEBcjYCBCACIAA2AgAPCyABIAMQWQsCQAJAQfSbwAACfwJAAkACQAJAIAIoAgQiA0ECcUUEQCACQeCbwAAoAgBGDQIgAkHcm8AAKAIARg0DIAIgA0F4cSICEFkgASAAIAJqIgBBAXI2AgQgACABaiAANgIAIAFB3JvAACgCAEcNAUHUm8AAIAA2AgAPCyACIANBfnE2AgQgASAAQQFyNgIEIAAgAWogADYCAAsgAEGAAkkNBCABIAAQW0H0m8AAQfSbwAAoAgBBAWsiADYCACAADQZBvJnAACgCACIADQJB/x8MAwtB4JvAACABNgIAQdibwABB2JvAACgCACAAaiIANgIAIAEgAEEBcjYCBEHcm8AAKAIAIAFGBEBB1JvAAEEANgIAQdybwABBADYCAAsgAEHsm8AAKAIAIgJNDQVB4JvAACgCACIARQ0FQdibwAAoAgAiA0EpSQ0EQbSZwAAhAQNAIAAgASgCACIETwRAIAAgBCABKAIEakkNBgsgASgCCCEBDAALAAtB3JvAACABNgIAQdSbwABB1JvAACgCACAAaiIANgIAIAEgAEEBcjYCBCAAIAFqIAA2AgAPC0EAIQEDQCABQQFqIQEgACgCCCIADQALQf8fIAEgAUH/H00bCzYCAA8LAkBBzJvAACgCACICQQEgAEEDdnQiA3FFBEBBzJvAACACIANyNgIAIABB+AFxQcSZwABqIgAhAgwBCyAAQfgBcSIAQcSZwABqIQIgAEHMmcAAaigCACEACyACIAE2AgggACABNgIMIAEgAjYCDCABIAA2AggPC0H0m8AAQbyZwAAoAgAiAAR/QQAhAQNAIAFBAWohASAAKAIIIgANAAtB/x8gASABQf8fTRsFQf8fCzYCACACIANPDQBB7JvAAEF/NgIACwuCAwEEfyAAKAIMIQICQAJAAkAgAUGAAk8EQCAAKAIYIQMCQAJAIAAgAkYEQCAAQRRBECAAKAIUIgIbaigCACIBDQFBACECDAILIAAoAggiASACNgIMIAIgATYCCAwBCyAAQRRqIABBEGogAhshBANAIAQhBSABIgJBFGogAkEQaiACKAIUIgEbIQQgAkEUQRAgARtqKAIAIgENAAsgBUEANgIACyADRQ0CAkAgACgCHEECdEG0mMAAaiIBKAIAIABHBEAgAygCECAARg0BIAMgAjYCFCACDQMMBAsgASACNgIAIAJFDQQMAgsgAyACNgIQIAINAQwCCyAAKAIIIgAgAkcEQCAAIAI2AgwgAiAANgIIDwtBzJvAAEHMm8AAKAIAQX4gAUEDdndxNgIADwsgAiADNgIYIAAoAhAiAQRAIAIgATYCECABIAI2AhgLIAAoAhQiAEUNACACIAA2AhQgACACNgIYDwsPC0HQm8AAQdCbwAAoAgBBfiAAKAIcd3E2AgALjgQBAn8gACABaiECAkACQAJAIAAoAgQiA0EBcQ0AIANBAnFFDQEgACgCACIDIAFqIQEgACADayIAQdybwAAoAgBGBEAgAigCBEEDcUEDRw0BQdSbwAAgATYCACACIAIoAgRBfnE2AgQgACABQQFyNgIEIAIgATYCAA8LIAAgAxBZCwJAAkAgAigCBCIDQQJxRQRAIAJB4JvAACgCAEYNAiACQdybwAAoAgBGDQQgAiADQXhxIgIQWSAAIAEgAmoiAUEBcjYCBCAAIAFqIAE2AgAgAEHcm8AAKAIARw0BQdSbwAAgATYCAA8LIAIgA0F+cTYCBCAAIAFBAXI2AgQgACABaiABNgIACyABQYACTwRAIAAgARBbDwsCQEHMm8AAKAIAIgJBASABQQN2dCIDcUUEQEHMm8AAIAIgA3I2AgAgAUH4AXFBxJnAAGoiASECDAELIAFB+AFxIgFBxJnAAGohAiABQcyZwABqKAIAIQELIAIgADYCCCABIAA2AgwgACACNgIMIAAgATYCCA8LQeCbwAAgADYCAEHYm8AAQdibwAAoAgAgAWoiATYCACAAIAFBAXI2AgQgAEHcm8AAKAIARw0AQdSbwABBADYCAEHcm8AAQQA2AgALDwtB3JvAACAANgIAQdSbwABB1JvAACgCACABaiIBNgIAIAAgAUEBcjYCBCAAIAFqIAE2AgALwwIBBH8gAEIANwIQIAACf0EAIAFBCHYiA0UNABpBHyABQYCAgAhPDQAaIAFBJiADZyIDa3ZBAXEgA0EBdHJBPnMLIgI2AhwgAkECdEG0mMAAaiEEQQEgAnQiA0HQm8AAKAIAcUUEQCAEIAA2AgAgACAENgIYIAAgADYCDCAAIAA2AghB0JvAAEHQm8AAKAIAIANyNgIADwsCQAJAIAEgBCgCACIDKAIEQXhxRgRAIAMhAgwBCyABQRkgAkEBdmtBACACQR9HG3QhBQNAIAMgBUEddkEEcWoiBCgCECICRQ0CIAVBAXQhBSACIQMgAigCBEF4cSABRw0ACwsgAigCCCIBIAA2AgwgAiAANgIIIABBADYCGCAAIAI2AgwgACABNgIIDwsgBEEQaiAANgIAIAAgAzYCGCAAIAA2AgwgACAANgIICwvuFQcAQaGAwAALXgEAAQEBAQEAAAEBAAEBAAEBAQEBAQEBAQEAAAAAAAAAAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEAAAABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQABAAEAQYmCwAALAQEAQaCCwAAL4AEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQBBiYTAAAsBAQBBoITAAAvgAQEBAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAEGhhsAAC14BAAABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEAAQABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQABAAEAAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEAAAABAEGAiMAAC7QQVW5leHBlY3RlZCBlbmQgb2YgZGF0YVVuZXhwZWN0ZWQgZGF0YVJlcXVlc3QgbGluZSB0b28gbG9uZ0ludmFsaWQgbWV0aG9kIGNoYXJhY3RlckludmFsaWQgVVJMIGNoYXJhY3RlclBSSSBpcyBvbmx5IHZhbGlkIHdpdGggSFRUUC8yLjBVbnN1cHBvcnRlZCBIVFRQIHZlcnNpb25JbnZhbGlkIHByb3RvY29sSW52YWxpZCBwcm90b2NvbCBuYW1lRXhwZWN0ZWQgLyBhZnRlciB0aGUgcHJvdG9jb2wgbmFtZUV4cGVjdGVkIHNwYWNlIGFmdGVyIFVSTEV4cGVjdGVkIHNwYWNlIGFmdGVyIG1ldGhvZFJlcXVlc3QgbGluZSB0b28gc2hvcnRFeHBlY3RlZCBDUkxGU3RhdHVzIGxpbmUgdG9vIGxvbmdJbnZhbGlkIEhUVFAgcmVzcG9uc2Ugc3RhdHVzSW52YWxpZCBzdGF0dXMgcmVhc29uIGNoYXJhY3RlckV4cGVjdGVkIGEgc3BhY2UgYWZ0ZXIgSFRUUCByZXNwb25zZSBzdGF0dXNFeHBlY3RlZCBzcGFjZSBhZnRlciBwcm90b2NvbFN0YXR1cyBsaW5lIHRvbyBzaG9ydE1hbGZvcm1lZCBIVFRQLzIuMCBwcmVmYWNlSGVhZGVyIGxpbmUgdG9vIGxvbmdVbmV4cGVjdGVkIENvbnRlbnQtTGVuZ3RoIGhlYWRlciBmb3IgYSByZXNwb25zZSB3aXRob3V0IGJvZHlFeHBlY3RlZCBDb250ZW50LUxlbmd0aCBoZWFkZXIgdmFsdWVJbnZhbGlkIENvbnRlbnQtTGVuZ3RoIGhlYWRlckludmFsaWQgZHVwbGljYXRlIENvbnRlbnQtTGVuZ3RoIGhlYWRlclVuZXhwZWN0ZWQgQ29udGVudC1MZW5ndGggaGVhZGVyIHdoZW4gVHJhbnNmZXItRW5jb2RpbmcgaGVhZGVyIGlzIHByZXNlbnRVbmV4cGVjdGVkIFRyYW5zZmVyLUVuY29kaW5nIGhlYWRlciBmb3IgYSByZXNwb25zZSB3aXRob3V0IGJvZHlFeHBlY3RlZCBUcmFuc2Zlci1FbmNvZGluZyBoZWFkZXIgdmFsdWVUaGUgdmFsdWUgImNodW5rZWQiIGluIHRoZSBUcmFuc2Zlci1FbmNvZGluZyBoZWFkZXIgbXVzdCBiZSB0aGUgbGFzdCBwcm92aWRlZCBhbmQgY2FuIGJlIHByb3ZpZGVkIG9ubHkgb25jZVRoZSB2YWx1ZSAiY2h1bmtlZCIgaW4gdGhlIFRyYW5zZmVyLUVuY29kaW5nIGhlYWRlciBtdXN0IGJlIHRoZSBsYXN0IHByb3ZpZGVkVW5leHBlY3RlZCBUcmFuc2Zlci1FbmNvZGluZyBoZWFkZXIgd2hlbiBDb250ZW50LUxlbmd0aCBoZWFkZXIgaXMgcHJlc2VudEV4cGVjdGVkIENvbm5lY3Rpb24gaGVhZGVyIHZhbHVlSW52YWxpZCBDb25uZWN0aW9uIGhlYWRlciB2YWx1ZUV4cGVjdGVkIFRyYWlsZXIgaGVhZGVyIHZhbHVlRXhwZWN0ZWQgVXBncmFkZSBoZWFkZXIgdmFsdWVJbnZhbGlkIFVwZ3JhZGUgaGVhZGVyIHZhbHVlSW52YWxpZCBoZWFkZXIgZmllbGQgbmFtZSBjaGFyYWN0ZXJJbnZhbGlkIGhlYWRlciBmaWVsZCB2YWx1ZSBjaGFyYWN0ZXJNaXNzaW5nIENvbm5lY3Rpb24gaGVhZGVyIHNldCB0byAidXBncmFkZSIgd2hlbiB1c2luZyB0aGUgVXBncmFkZSBoZWFkZXJUcmFpbGVycyBhcmUgbm90IGFsbG93ZWQgd2hlbiBub3QgdXNpbmcgY2h1bmtlZCB0cmFuc2ZlciBlbmNvZGluZ1VuZXhwZWN0ZWQgY29udGVudCBmb3IgdGhlIHJlcXVlc3QgKEdFVCBvciBIRUFEKVRyYW5zZmVyLUVuY29kaW5nIGxhc3QgaGVhZGVyIHZhbHVlIG11c3QgYmUgImNodW5rZWQiIGlmIHRoZSBoZWFkZXIgaXMgcHJlc2VudENodW5rIGhlYWRlciB0b28gbG9uZ0ludmFsaWQgY2h1bmsgbGVuZ3RoIGNoYXJhY3RlckludmFsaWQgY2h1bmsgbGVuZ3RoIHNpemVFeHBlY3RlZCBjaHVuayBleHRlbnNpb24gbmFtZUludmFsaWQgY2h1bmsgZXh0ZW5zaW9uIG5hbWUgY2hhcmFjdGVyRXhwZWN0ZWQgY2xvc2luZyBxdW90ZSBmb3IgY2h1bmsgZXh0ZW5zaW9uIHZhbHVlSW52YWxpZCBjaHVuayBleHRlbnNpb24gcXVvdGVkIHZhbHVlIGNoYXJhY3RlckV4cGVjdGVkIGNodW5rIGV4dGVuc2lvbiB2YWx1ZUludmFsaWQgY2h1bmsgZXh0ZW5zaW9uIHZhbHVlIGNoYXJhY3RlckludmFsaWQgY2h1bmsgZXh0ZW5zaW9uIGNoYXJhY3RlciBhZnRlciB2YWx1ZUV4cGVjdGVkIENSTEYgYWZ0ZXIgY2h1bmsgZGF0YVRyYWlsZXIgbGluZSB0b28gbG9uZ0ludmFsaWQgdHJhaWxlciBmaWVsZCBuYW1lIGNoYXJhY3RlckludmFsaWQgdHJhaWxlciBmaWVsZCB2YWx1ZSBjaGFyYWN0ZXJJbnZhbGlkIHN0YXRl',
	'base64'
  )
)

const textEncoder = new TextEncoder()
const textDecoder = new TextDecoder()

function log (logger, raw) {
  const len = Number(BigInt.asUintN(32, raw))
  const ptr = Number(raw >> 32n)

  logger(textDecoder.decode(new Uint8Array(this.memory.buffer, ptr, len)))
}

function alloc (len) {
  return this.alloc(len) >>> 0
}

function dealloc (ptr, len) {
  return this.dealloc(ptr, len)
}

function create () {
  return this.create() >>> 0
}

function destroy (parser) {
  this.destroy(parser)
}

function parse (parser, data, limit) {
  return this.parse(parser, data, limit) >>> 0
}

function fail (parser, code, description) {
  const len = description.length
  const ptr = this.alloc(len)
  const buffer = new Uint8Array(this.memory.buffer, ptr, len)
  textEncoder.encodeInto(description, buffer)

  this.fail(parser, code, ptr, len)
  this.dealloc(ptr, len)
}

function hasDebug () {
  return this.milo_has_debug() !== 0
}

const Errors = Object.freeze({
  NONE: 0,
  USER: 1,
  CALLBACK_ERROR: 2,
  UNEXPECTED_STATE: 3,
  UNEXPECTED_DATA: 4,
  UNEXPECTED_EOF: 5,
  UNEXPECTED_CHARACTER: 6,
  UNEXPECTED_CONTENT_LENGTH: 7,
  UNEXPECTED_TRANSFER_ENCODING: 8,
  UNEXPECTED_CONTENT: 9,
  UNEXPECTED_TRAILERS: 10,
  INVALID_VERSION: 11,
  INVALID_STATUS: 12,
  INVALID_CONTENT_LENGTH: 13,
  INVALID_TRANSFER_ENCODING: 14,
  INVALID_CHUNK_SIZE: 15,
  MISSING_CONNECTION_UPGRADE: 16,
  UNSUPPORTED_HTTP_VERSION: 17,
  0: 'NONE',
  1: 'USER',
  2: 'CALLBACK_ERROR',
  3: 'UNEXPECTED_STATE',
  4: 'UNEXPECTED_DATA',
  5: 'UNEXPECTED_EOF',
  6: 'UNEXPECTED_CHARACTER',
  7: 'UNEXPECTED_CONTENT_LENGTH',
  8: 'UNEXPECTED_TRANSFER_ENCODING',
  9: 'UNEXPECTED_CONTENT',
  10: 'UNEXPECTED_TRAILERS',
  11: 'INVALID_VERSION',
  12: 'INVALID_STATUS',
  13: 'INVALID_CONTENT_LENGTH',
  14: 'INVALID_TRANSFER_ENCODING',
  15: 'INVALID_CHUNK_SIZE',
  16: 'MISSING_CONNECTION_UPGRADE',
  17: 'UNSUPPORTED_HTTP_VERSION'
})

const Methods = Object.freeze({
  OTHER: 0,
  GET: 1,
  HEAD: 2,
  POST: 3,
  PUT: 4,
  DELETE: 5,
  CONNECT: 6,
  OPTIONS: 7,
  TRACE: 8,
  PATCH: 9,
  PRI: 10,
  0: 'OTHER',
  1: 'GET',
  2: 'HEAD',
  3: 'POST',
  4: 'PUT',
  5: 'DELETE',
  6: 'CONNECT',
  7: 'OPTIONS',
  8: 'TRACE',
  9: 'PATCH',
  10: 'PRI'
})

const Callbacks = Object.freeze({
  ON_ERROR: 0,
  ON_FINISH: 1,
  ON_MESSAGE_START: 2,
  ON_MESSAGE_COMPLETE: 3,
  ON_REQUEST: 4,
  ON_RESPONSE: 5,
  ON_RESET: 6,
  ON_METHOD: 7,
  ON_URL: 8,
  ON_PROTOCOL: 9,
  ON_VERSION: 10,
  ON_STATUS: 11,
  ON_REASON: 12,
  ON_HEADER_NAME: 13,
  ON_HEADER_VALUE: 14,
  ON_HEADERS: 15,
  ON_CONNECT: 16,
  ON_UPGRADE: 17,
  ON_CHUNK_LENGTH: 18,
  ON_CHUNK_EXTENSION_NAME: 19,
  ON_CHUNK_EXTENSION_VALUE: 20,
  ON_CHUNK: 21,
  ON_BODY: 22,
  ON_DATA: 23,
  ON_TRAILER_NAME: 24,
  ON_TRAILER_VALUE: 25,
  ON_TRAILERS: 26,
  ON_STATE_CHANGE: 27,
  0: 'ON_ERROR',
  1: 'ON_FINISH',
  2: 'ON_MESSAGE_START',
  3: 'ON_MESSAGE_COMPLETE',
  4: 'ON_REQUEST',
  5: 'ON_RESPONSE',
  6: 'ON_RESET',
  7: 'ON_METHOD',
  8: 'ON_URL',
  9: 'ON_PROTOCOL',
  10: 'ON_VERSION',
  11: 'ON_STATUS',
  12: 'ON_REASON',
  13: 'ON_HEADER_NAME',
  14: 'ON_HEADER_VALUE',
  15: 'ON_HEADERS',
  16: 'ON_CONNECT',
  17: 'ON_UPGRADE',
  18: 'ON_CHUNK_LENGTH',
  19: 'ON_CHUNK_EXTENSION_NAME',
  20: 'ON_CHUNK_EXTENSION_VALUE',
  21: 'ON_CHUNK',
  22: 'ON_BODY',
  23: 'ON_DATA',
  24: 'ON_TRAILER_NAME',
  25: 'ON_TRAILER_VALUE',
  26: 'ON_TRAILERS',
  27: 'ON_STATE_CHANGE'
})

const CallbackActives = Object.freeze({
  NONE: 0n,
  ON_ERROR: 1n,
  ON_FINISH: 2n,
  ON_MESSAGE_START: 4n,
  ON_MESSAGE_COMPLETE: 8n,
  ON_REQUEST: 16n,
  ON_RESPONSE: 32n,
  ON_RESET: 64n,
  ON_METHOD: 128n,
  ON_URL: 256n,
  ON_PROTOCOL: 512n,
  ON_VERSION: 1024n,
  ON_STATUS: 2048n,
  ON_REASON: 4096n,
  ON_HEADER_NAME: 8192n,
  ON_HEADER_VALUE: 16384n,
  ON_HEADERS: 32768n,
  ON_CONNECT: 65536n,
  ON_UPGRADE: 131072n,
  ON_CHUNK_LENGTH: 262144n,
  ON_CHUNK_EXTENSION_NAME: 524288n,
  ON_CHUNK_EXTENSION_VALUE: 1048576n,
  ON_CHUNK: 2097152n,
  ON_BODY: 4194304n,
  ON_DATA: 8388608n,
  ON_TRAILER_NAME: 16777216n,
  ON_TRAILER_VALUE: 33554432n,
  ON_TRAILERS: 67108864n,
  ON_STATE_CHANGE: 134217728n,
  ALL: 268435455n,
  0n: 'NONE',
  1n: 'ON_ERROR',
  2n: 'ON_FINISH',
  4n: 'ON_MESSAGE_START',
  8n: 'ON_MESSAGE_COMPLETE',
  16n: 'ON_REQUEST',
  32n: 'ON_RESPONSE',
  64n: 'ON_RESET',
  128n: 'ON_METHOD',
  256n: 'ON_URL',
  512n: 'ON_PROTOCOL',
  1024n: 'ON_VERSION',
  2048n: 'ON_STATUS',
  4096n: 'ON_REASON',
  8192n: 'ON_HEADER_NAME',
  16384n: 'ON_HEADER_VALUE',
  32768n: 'ON_HEADERS',
  65536n: 'ON_CONNECT',
  131072n: 'ON_UPGRADE',
  262144n: 'ON_CHUNK_LENGTH',
  524288n: 'ON_CHUNK_EXTENSION_NAME',
  1048576n: 'ON_CHUNK_EXTENSION_VALUE',
  2097152n: 'ON_CHUNK',
  4194304n: 'ON_BODY',
  8388608n: 'ON_DATA',
  16777216n: 'ON_TRAILER_NAME',
  33554432n: 'ON_TRAILER_VALUE',
  67108864n: 'ON_TRAILERS',
  134217728n: 'ON_STATE_CHANGE',
  268435455n: 'ALL'
})

const Events = Object.freeze({
  END: 0,
  ERROR: 1,
  FINISH: 2,
  MESSAGE_START: 3,
  MESSAGE_COMPLETE: 4,
  REQUEST: 5,
  RESPONSE: 6,
  RESET: 7,
  METHOD: 8,
  URL: 9,
  PROTOCOL: 10,
  VERSION: 11,
  STATUS: 12,
  REASON: 13,
  HEADER_NAME: 14,
  HEADER_VALUE: 15,
  HEADERS: 16,
  CONNECT: 17,
  UPGRADE: 18,
  CHUNK_LENGTH: 19,
  CHUNK_EXTENSION_NAME: 20,
  CHUNK_EXTENSION_VALUE: 21,
  CHUNK: 22,
  BODY: 23,
  DATA: 24,
  TRAILER_NAME: 25,
  TRAILER_VALUE: 26,
  TRAILERS: 27,
  STATE_CHANGE: 28,
  0: 'END',
  1: 'ERROR',
  2: 'FINISH',
  3: 'MESSAGE_START',
  4: 'MESSAGE_COMPLETE',
  5: 'REQUEST',
  6: 'RESPONSE',
  7: 'RESET',
  8: 'METHOD',
  9: 'URL',
  10: 'PROTOCOL',
  11: 'VERSION',
  12: 'STATUS',
  13: 'REASON',
  14: 'HEADER_NAME',
  15: 'HEADER_VALUE',
  16: 'HEADERS',
  17: 'CONNECT',
  18: 'UPGRADE',
  19: 'CHUNK_LENGTH',
  20: 'CHUNK_EXTENSION_NAME',
  21: 'CHUNK_EXTENSION_VALUE',
  22: 'CHUNK',
  23: 'BODY',
  24: 'DATA',
  25: 'TRAILER_NAME',
  26: 'TRAILER_VALUE',
  27: 'TRAILERS',
  28: 'STATE_CHANGE'
})

const EventActives = Object.freeze({
  NONE: 0n,
  ON_ERROR: 1n,
  ON_FINISH: 2n,
  ON_MESSAGE_START: 4n,
  ON_MESSAGE_COMPLETE: 8n,
  ON_REQUEST: 16n,
  ON_RESPONSE: 32n,
  ON_RESET: 64n,
  ON_METHOD: 128n,
  ON_URL: 256n,
  ON_PROTOCOL: 512n,
  ON_VERSION: 1024n,
  ON_STATUS: 2048n,
  ON_REASON: 4096n,
  ON_HEADER_NAME: 8192n,
  ON_HEADER_VALUE: 16384n,
  ON_HEADERS: 32768n,
  ON_CONNECT: 65536n,
  ON_UPGRADE: 131072n,
  ON_CHUNK_LENGTH: 262144n,
  ON_CHUNK_EXTENSION_NAME: 524288n,
  ON_CHUNK_EXTENSION_VALUE: 1048576n,
  ON_CHUNK: 2097152n,
  ON_BODY: 4194304n,
  ON_DATA: 8388608n,
  ON_TRAILER_NAME: 16777216n,
  ON_TRAILER_VALUE: 33554432n,
  ON_TRAILERS: 67108864n,
  ON_STATE_CHANGE: 134217728n,
  ALL: 268435455n,
  0n: 'NONE',
  1n: 'ON_ERROR',
  2n: 'ON_FINISH',
  4n: 'ON_MESSAGE_START',
  8n: 'ON_MESSAGE_COMPLETE',
  16n: 'ON_REQUEST',
  32n: 'ON_RESPONSE',
  64n: 'ON_RESET',
  128n: 'ON_METHOD',
  256n: 'ON_URL',
  512n: 'ON_PROTOCOL',
  1024n: 'ON_VERSION',
  2048n: 'ON_STATUS',
  4096n: 'ON_REASON',
  8192n: 'ON_HEADER_NAME',
  16384n: 'ON_HEADER_VALUE',
  32768n: 'ON_HEADERS',
  65536n: 'ON_CONNECT',
  131072n: 'ON_UPGRADE',
  262144n: 'ON_CHUNK_LENGTH',
  524288n: 'ON_CHUNK_EXTENSION_NAME',
  1048576n: 'ON_CHUNK_EXTENSION_VALUE',
  2097152n: 'ON_CHUNK',
  4194304n: 'ON_BODY',
  8388608n: 'ON_DATA',
  16777216n: 'ON_TRAILER_NAME',
  33554432n: 'ON_TRAILER_VALUE',
  67108864n: 'ON_TRAILERS',
  134217728n: 'ON_STATE_CHANGE',
  268435455n: 'ALL'
})

const States = Object.freeze({
  START: 0,
  FINISH: 1,
  ERROR: 2,
  REQUEST_LINE: 3,
  STATUS_LINE: 4,
  HTTP2_PREFACE: 5,
  HEADER: 6,
  BODY_DECISION: 7,
  BODY_VIA_CONTENT_LENGTH: 8,
  BODY_WITH_NO_LENGTH: 9,
  CHUNK_HEADER: 10,
  CHUNK_EXTENSIONS: 11,
  CHUNK_DATA: 12,
  TRAILER: 13,
  TUNNEL: 14,
  0: 'START',
  1: 'FINISH',
  2: 'ERROR',
  3: 'REQUEST_LINE',
  4: 'STATUS_LINE',
  5: 'HTTP2_PREFACE',
  6: 'HEADER',
  7: 'BODY_DECISION',
  8: 'BODY_VIA_CONTENT_LENGTH',
  9: 'BODY_WITH_NO_LENGTH',
  10: 'CHUNK_HEADER',
  11: 'CHUNK_EXTENSIONS',
  12: 'CHUNK_DATA',
  13: 'TRAILER',
  14: 'TUNNEL'
})

const ParserFields = Object.freeze({
  MAX_START_LINE_LENGTH: 0,
  MAX_HEADER_LENGTH: 4,
  MAX_BODY_PAYLOAD: 8,
  AUTODETECT: 16,
  IS_REQUEST: 17,
  SUSPEND_AFTER_HEADERS: 18,
  MANAGE_UNCONSUMED: 19,
  CONTINUE_WITHOUT_DATA: 20,
  IS_CONNECT: 21,
  SKIP_BODY: 22,
  DEBUG: 23,
  PARSED: 24,
  POSITION: 32,
  STATE: 36,
  PAUSED: 37,
  ERROR_CODE: 38,
  CONTENT_LENGTH: 40,
  CHUNK_SIZE: 48,
  REMAINING_CONTENT_LENGTH: 56,
  REMAINING_CHUNK_SIZE: 64,
  STATUS: 72,
  METHOD: 76,
  HAS_CONTENT_LENGTH: 77,
  HAS_TRANSFER_ENCODING: 78,
  HAS_CHUNKED_TRANSFER_ENCODING: 79,
  HAS_CONNECTION_CLOSE: 80,
  HAS_CONNECTION_UPGRADE: 81,
  HAS_UPGRADE: 82,
  HAS_TRAILERS: 83,
  ACTIVE_CALLBACKS: 88,
  ACTIVE_EVENTS: 96,
  PTR: 104,
  ERROR_DESCRIPTION: 108,
  UNCONSUMED: 364,
  UNCONSUMED_LEN: 368,
  ERROR_DESCRIPTION_LEN: 372,
  EVENTS: 376,
  0: 'MAX_START_LINE_LENGTH',
  4: 'MAX_HEADER_LENGTH',
  8: 'MAX_BODY_PAYLOAD',
  16: 'AUTODETECT',
  17: 'IS_REQUEST',
  18: 'SUSPEND_AFTER_HEADERS',
  19: 'MANAGE_UNCONSUMED',
  20: 'CONTINUE_WITHOUT_DATA',
  21: 'IS_CONNECT',
  22: 'SKIP_BODY',
  23: 'DEBUG',
  24: 'PARSED',
  32: 'POSITION',
  36: 'STATE',
  37: 'PAUSED',
  38: 'ERROR_CODE',
  40: 'CONTENT_LENGTH',
  48: 'CHUNK_SIZE',
  56: 'REMAINING_CONTENT_LENGTH',
  64: 'REMAINING_CHUNK_SIZE',
  72: 'STATUS',
  76: 'METHOD',
  77: 'HAS_CONTENT_LENGTH',
  78: 'HAS_TRANSFER_ENCODING',
  79: 'HAS_CHUNKED_TRANSFER_ENCODING',
  80: 'HAS_CONNECTION_CLOSE',
  81: 'HAS_CONNECTION_UPGRADE',
  82: 'HAS_UPGRADE',
  83: 'HAS_TRAILERS',
  88: 'ACTIVE_CALLBACKS',
  96: 'ACTIVE_EVENTS',
  104: 'PTR',
  108: 'ERROR_DESCRIPTION',
  364: 'UNCONSUMED',
  368: 'UNCONSUMED_LEN',
  372: 'ERROR_DESCRIPTION_LEN',
  376: 'EVENTS'
})

function isAutodetect (parser) {
  return this.is_autodetect(parser) !== 0
}

function isRequest (parser) {
  return this.is_request(parser) !== 0
}

function isPaused (parser) {
  return this.is_paused(parser) !== 0
}

function shouldManageUnconsumed (parser) {
  return this.should_manage_unconsumed(parser) !== 0
}

function shouldSuspendAfterHeaders (parser) {
  return this.should_suspend_after_headers(parser) !== 0
}

function getMaxStartLineLength (parser) {
  return this.get_max_start_line_length(parser) >>> 0
}

function getMaxHeaderLength (parser) {
  return this.get_max_header_length(parser) >>> 0
}

function getMaxBodyPayload (parser) {
  return BigInt.asUintN(64, this.get_max_body_payload(parser))
}

function shouldContinueWithoutData (parser) {
  return this.should_continue_without_data(parser) !== 0
}

function isConnect (parser) {
  return this.is_connect(parser) !== 0
}

function isDebug (parser) {
  return this.is_debug(parser) !== 0
}

function shouldSkipBody (parser) {
  return this.should_skip_body(parser) !== 0
}

function getState (parser) {
  return this.get_state(parser) >>> 0
}

function getPosition (parser) {
  return this.get_position(parser) >>> 0
}

function getParsed (parser) {
  return BigInt.asUintN(64, this.get_parsed(parser))
}

function getErrorCode (parser) {
  return this.get_error_code(parser) >>> 0
}

function getMethod (parser) {
  return this.get_method(parser) >>> 0
}

function getStatus (parser) {
  return this.get_status(parser) >>> 0
}

function hasConnectionClose (parser) {
  return this.has_connection_close(parser) !== 0
}

function hasConnectionUpgrade (parser) {
  return this.has_connection_upgrade(parser) !== 0
}

function getContentLength (parser) {
  return BigInt.asUintN(64, this.get_content_length(parser))
}

function getChunkSize (parser) {
  return BigInt.asUintN(64, this.get_chunk_size(parser))
}

function getRemainingContentLength (parser) {
  return BigInt.asUintN(64, this.get_remaining_content_length(parser))
}

function getRemainingChunkSize (parser) {
  return BigInt.asUintN(64, this.get_remaining_chunk_size(parser))
}

function hasContentLength (parser) {
  return this.has_content_length(parser) !== 0
}

function hasTransferEncoding (parser) {
  return this.has_transfer_encoding(parser) !== 0
}

function hasChunkedTransferEncoding (parser) {
  return this.has_chunked_transfer_encoding(parser) !== 0
}

function hasUpgrade (parser) {
  return this.has_upgrade(parser) !== 0
}

function hasTrailers (parser) {
  return this.has_trailers(parser) !== 0
}

function getErrorDescription (parser) {
  const raw = this.get_error_description_raw(parser)
  const len = Number(BigInt.asUintN(32, raw))
  const ptr = Number(raw >> 32n)
  return textDecoder.decode(new Uint8Array(this.memory.buffer, ptr, len))
}

function setShouldAutodetect (parser, value) {
  this.set_should_autodetect(parser, value)
}

function setShouldContinueWithoutData (parser, value) {
  this.set_should_continue_without_data(parser, value)
}

function setIsRequest (parser, value) {
  this.set_is_request(parser, value)
}

function setIsConnect (parser, value) {
  this.set_is_connect(parser, value)
}

function setDebug (parser, value) {
  this.set_debug(parser, value)
}

function setShouldManageUnconsumed (parser, value) {
  this.set_should_manage_unconsumed(parser, value)
}

function setShouldSuspendAfterHeaders (parser, value) {
  this.set_should_suspend_after_headers(parser, value)
}

function setMaxStartLineLength (parser, value) {
  this.set_max_start_line_length(parser, value)
}

function setMaxHeaderLength (parser, value) {
  this.set_max_header_length(parser, value)
}

function setMaxBodyPayload (parser, value) {
  this.set_max_body_payload(parser, value)
}

function setShouldSkipBody (parser, value) {
  this.set_should_skip_body(parser, value)
}

function setActiveCallbacks (parser, value) {
  this.set_active_callbacks(parser, value)
}

function setActiveEvents (parser, value) {
  this.set_active_events(parser, value)
}

function simpleCreate (spans, create) {
  const parser = create()
  spans[parser] = []
  this.setActiveCallbacks(parser, this.CALLBACK_ACTIVE_ALL)
  return parser
}

function simpleDestroy (spans, destroy, parser) {
  spans[parser] = undefined
  destroy(parser)
}

function noop () {}

function setup (env = {}) {
  let { logger: logOption, ...instanceEnvironment } = env
  let logger = noop
  const context = {}

  if (logOption) {
	if (typeof logOption !== 'function') {
      logOption = console.log
	}

	logger = log.bind(context, logOption)
  }

  const instance = new WebAssembly.Instance(wasmModule, {
	env: {
      logger,
      on_error: noop,
      on_finish: noop,
      on_message_start: noop,
      on_message_complete: noop,
      on_request: noop,
      on_response: noop,
      on_reset: noop,
      on_method: noop,
      on_url: noop,
      on_protocol: noop,
      on_version: noop,
      on_status: noop,
      on_reason: noop,
      on_header_name: noop,
      on_header_value: noop,
      on_headers: noop,
      on_connect: noop,
      on_upgrade: noop,
      on_chunk_length: noop,
      on_chunk_extension_name: noop,
      on_chunk_extension_value: noop,
      on_chunk: noop,
      on_body: noop,
      on_data: noop,
      on_trailer_name: noop,
      on_trailer_value: noop,
      on_trailers: noop,
      on_state_change: noop,
      ...instanceEnvironment
	}
  })

  const wasm = instance.exports
  context.memory = wasm.memory

  const milo = {
	version: {
      raw: '0.9.0',
      major: 0,
      minor: 9,
      patch: 0,
      prerelease: ''
	},
	METHOD_OTHER: 0,
	METHOD_GET: 1,
	METHOD_HEAD: 2,
	METHOD_POST: 3,
	METHOD_PUT: 4,
	METHOD_DELETE: 5,
	METHOD_CONNECT: 6,
	METHOD_OPTIONS: 7,
	METHOD_TRACE: 8,
	METHOD_PATCH: 9,
	METHOD_PRI: 10,
	CALLBACK_ON_ERROR: 0,
	CALLBACK_ON_FINISH: 1,
	CALLBACK_ON_MESSAGE_START: 2,
	CALLBACK_ON_MESSAGE_COMPLETE: 3,
	CALLBACK_ON_REQUEST: 4,
	CALLBACK_ON_RESPONSE: 5,
	CALLBACK_ON_RESET: 6,
	CALLBACK_ON_METHOD: 7,
	CALLBACK_ON_URL: 8,
	CALLBACK_ON_PROTOCOL: 9,
	CALLBACK_ON_VERSION: 10,
	CALLBACK_ON_STATUS: 11,
	CALLBACK_ON_REASON: 12,
	CALLBACK_ON_HEADER_NAME: 13,
	CALLBACK_ON_HEADER_VALUE: 14,
	CALLBACK_ON_HEADERS: 15,
	CALLBACK_ON_CONNECT: 16,
	CALLBACK_ON_UPGRADE: 17,
	CALLBACK_ON_CHUNK_LENGTH: 18,
	CALLBACK_ON_CHUNK_EXTENSION_NAME: 19,
	CALLBACK_ON_CHUNK_EXTENSION_VALUE: 20,
	CALLBACK_ON_CHUNK: 21,
	CALLBACK_ON_BODY: 22,
	CALLBACK_ON_DATA: 23,
	CALLBACK_ON_TRAILER_NAME: 24,
	CALLBACK_ON_TRAILER_VALUE: 25,
	CALLBACK_ON_TRAILERS: 26,
	CALLBACK_ON_STATE_CHANGE: 27,
	EVENT_END: 0,
	EVENT_ERROR: 1,
	EVENT_FINISH: 2,
	EVENT_MESSAGE_START: 3,
	EVENT_MESSAGE_COMPLETE: 4,
	EVENT_REQUEST: 5,
	EVENT_RESPONSE: 6,
	EVENT_RESET: 7,
	EVENT_METHOD: 8,
	EVENT_URL: 9,
	EVENT_PROTOCOL: 10,
	EVENT_VERSION: 11,
	EVENT_STATUS: 12,
	EVENT_REASON: 13,
	EVENT_HEADER_NAME: 14,
	EVENT_HEADER_VALUE: 15,
	EVENT_HEADERS: 16,
	EVENT_CONNECT: 17,
	EVENT_UPGRADE: 18,
	EVENT_CHUNK_LENGTH: 19,
	EVENT_CHUNK_EXTENSION_NAME: 20,
	EVENT_CHUNK_EXTENSION_VALUE: 21,
	EVENT_CHUNK: 22,
	EVENT_BODY: 23,
	EVENT_DATA: 24,
	EVENT_TRAILER_NAME: 25,
	EVENT_TRAILER_VALUE: 26,
	EVENT_TRAILERS: 27,
	EVENT_STATE_CHANGE: 28,
	CALLBACK_ACTIVE_NONE: 0n,
	EVENT_ACTIVE_NONE: 0n,
	CALLBACK_ACTIVE_ON_ERROR: 1n,
	EVENT_ACTIVE_ON_ERROR: 1n,
	CALLBACK_ACTIVE_ON_FINISH: 2n,
	EVENT_ACTIVE_ON_FINISH: 2n,
	CALLBACK_ACTIVE_ON_MESSAGE_START: 4n,
	EVENT_ACTIVE_ON_MESSAGE_START: 4n,
	CALLBACK_ACTIVE_ON_MESSAGE_COMPLETE: 8n,
	EVENT_ACTIVE_ON_MESSAGE_COMPLETE: 8n,
	CALLBACK_ACTIVE_ON_REQUEST: 16n,
	EVENT_ACTIVE_ON_REQUEST: 16n,
	CALLBACK_ACTIVE_ON_RESPONSE: 32n,
	EVENT_ACTIVE_ON_RESPONSE: 32n,
	CALLBACK_ACTIVE_ON_RESET: 64n,
	EVENT_ACTIVE_ON_RESET: 64n,
	CALLBACK_ACTIVE_ON_METHOD: 128n,
	EVENT_ACTIVE_ON_METHOD: 128n,
	CALLBACK_ACTIVE_ON_URL: 256n,
	EVENT_ACTIVE_ON_URL: 256n,
	CALLBACK_ACTIVE_ON_PROTOCOL: 512n,
	EVENT_ACTIVE_ON_PROTOCOL: 512n,
	CALLBACK_ACTIVE_ON_VERSION: 1024n,
	EVENT_ACTIVE_ON_VERSION: 1024n,
	CALLBACK_ACTIVE_ON_STATUS: 2048n,
	EVENT_ACTIVE_ON_STATUS: 2048n,
	CALLBACK_ACTIVE_ON_REASON: 4096n,
	EVENT_ACTIVE_ON_REASON: 4096n,
	CALLBACK_ACTIVE_ON_HEADER_NAME: 8192n,
	EVENT_ACTIVE_ON_HEADER_NAME: 8192n,
	CALLBACK_ACTIVE_ON_HEADER_VALUE: 16384n,
	EVENT_ACTIVE_ON_HEADER_VALUE: 16384n,
	CALLBACK_ACTIVE_ON_HEADERS: 32768n,
	EVENT_ACTIVE_ON_HEADERS: 32768n,
	CALLBACK_ACTIVE_ON_CONNECT: 65536n,
	EVENT_ACTIVE_ON_CONNECT: 65536n,
	CALLBACK_ACTIVE_ON_UPGRADE: 131072n,
	EVENT_ACTIVE_ON_UPGRADE: 131072n,
	CALLBACK_ACTIVE_ON_CHUNK_LENGTH: 262144n,
	EVENT_ACTIVE_ON_CHUNK_LENGTH: 262144n,
	CALLBACK_ACTIVE_ON_CHUNK_EXTENSION_NAME: 524288n,
	EVENT_ACTIVE_ON_CHUNK_EXTENSION_NAME: 524288n,
	CALLBACK_ACTIVE_ON_CHUNK_EXTENSION_VALUE: 1048576n,
	EVENT_ACTIVE_ON_CHUNK_EXTENSION_VALUE: 1048576n,
	CALLBACK_ACTIVE_ON_CHUNK: 2097152n,
	EVENT_ACTIVE_ON_CHUNK: 2097152n,
	CALLBACK_ACTIVE_ON_BODY: 4194304n,
	EVENT_ACTIVE_ON_BODY: 4194304n,
	CALLBACK_ACTIVE_ON_DATA: 8388608n,
	EVENT_ACTIVE_ON_DATA: 8388608n,
	CALLBACK_ACTIVE_ON_TRAILER_NAME: 16777216n,
	EVENT_ACTIVE_ON_TRAILER_NAME: 16777216n,
	CALLBACK_ACTIVE_ON_TRAILER_VALUE: 33554432n,
	EVENT_ACTIVE_ON_TRAILER_VALUE: 33554432n,
	CALLBACK_ACTIVE_ON_TRAILERS: 67108864n,
	EVENT_ACTIVE_ON_TRAILERS: 67108864n,
	CALLBACK_ACTIVE_ON_STATE_CHANGE: 134217728n,
	EVENT_ACTIVE_ON_STATE_CHANGE: 134217728n,
	CALLBACK_ACTIVE_ALL: 268435455n,
	EVENT_ACTIVE_ALL: 268435455n,
	ERROR_NONE: 0,
	ERROR_USER: 1,
	ERROR_CALLBACK_ERROR: 2,
	ERROR_UNEXPECTED_STATE: 3,
	ERROR_UNEXPECTED_DATA: 4,
	ERROR_UNEXPECTED_EOF: 5,
	ERROR_UNEXPECTED_CHARACTER: 6,
	ERROR_UNEXPECTED_CONTENT_LENGTH: 7,
	ERROR_UNEXPECTED_TRANSFER_ENCODING: 8,
	ERROR_UNEXPECTED_CONTENT: 9,
	ERROR_UNEXPECTED_TRAILERS: 10,
	ERROR_INVALID_VERSION: 11,
	ERROR_INVALID_STATUS: 12,
	ERROR_INVALID_CONTENT_LENGTH: 13,
	ERROR_INVALID_TRANSFER_ENCODING: 14,
	ERROR_INVALID_CHUNK_SIZE: 15,
	ERROR_MISSING_CONNECTION_UPGRADE: 16,
	ERROR_UNSUPPORTED_HTTP_VERSION: 17,
	STATE_START: 0,
	STATE_FINISH: 1,
	STATE_ERROR: 2,
	STATE_REQUEST_LINE: 3,
	STATE_STATUS_LINE: 4,
	STATE_HTTP2_PREFACE: 5,
	STATE_HEADER: 6,
	STATE_BODY_DECISION: 7,
	STATE_BODY_VIA_CONTENT_LENGTH: 8,
	STATE_BODY_WITH_NO_LENGTH: 9,
	STATE_CHUNK_HEADER: 10,
	STATE_CHUNK_EXTENSIONS: 11,
	STATE_CHUNK_DATA: 12,
	STATE_TRAILER: 13,
	STATE_TUNNEL: 14,
	PARSER_FIELD_MAX_START_LINE_LENGTH: 0,
	PARSER_FIELD_MAX_HEADER_LENGTH: 4,
	PARSER_FIELD_MAX_BODY_PAYLOAD: 8,
	PARSER_FIELD_AUTODETECT: 16,
	PARSER_FIELD_IS_REQUEST: 17,
	PARSER_FIELD_SUSPEND_AFTER_HEADERS: 18,
	PARSER_FIELD_MANAGE_UNCONSUMED: 19,
	PARSER_FIELD_CONTINUE_WITHOUT_DATA: 20,
	PARSER_FIELD_IS_CONNECT: 21,
	PARSER_FIELD_SKIP_BODY: 22,
	PARSER_FIELD_DEBUG: 23,
	PARSER_FIELD_PARSED: 24,
	PARSER_FIELD_POSITION: 32,
	PARSER_FIELD_STATE: 36,
	PARSER_FIELD_PAUSED: 37,
	PARSER_FIELD_ERROR_CODE: 38,
	PARSER_FIELD_CONTENT_LENGTH: 40,
	PARSER_FIELD_CHUNK_SIZE: 48,
	PARSER_FIELD_REMAINING_CONTENT_LENGTH: 56,
	PARSER_FIELD_REMAINING_CHUNK_SIZE: 64,
	PARSER_FIELD_STATUS: 72,
	PARSER_FIELD_METHOD: 76,
	PARSER_FIELD_HAS_CONTENT_LENGTH: 77,
	PARSER_FIELD_HAS_TRANSFER_ENCODING: 78,
	PARSER_FIELD_HAS_CHUNKED_TRANSFER_ENCODING: 79,
	PARSER_FIELD_HAS_CONNECTION_CLOSE: 80,
	PARSER_FIELD_HAS_CONNECTION_UPGRADE: 81,
	PARSER_FIELD_HAS_UPGRADE: 82,
	PARSER_FIELD_HAS_TRAILERS: 83,
	PARSER_FIELD_ACTIVE_CALLBACKS: 88,
	PARSER_FIELD_ACTIVE_EVENTS: 96,
	PARSER_FIELD_PTR: 104,
	PARSER_FIELD_ERROR_DESCRIPTION: 108,
	PARSER_FIELD_UNCONSUMED: 364,
	PARSER_FIELD_UNCONSUMED_LEN: 368,
	PARSER_FIELD_ERROR_DESCRIPTION_LEN: 372,
	PARSER_FIELD_EVENTS: 376,
	Errors,
	Methods,
	Callbacks,
	CallbackActives,
	Events,
	EventActives,
	States,
	ParserFields,
	isAutodetect: isAutodetect.bind(wasm),
	isRequest: isRequest.bind(wasm),
	isPaused: isPaused.bind(wasm),
	shouldManageUnconsumed: shouldManageUnconsumed.bind(wasm),
	shouldSuspendAfterHeaders: shouldSuspendAfterHeaders.bind(wasm),
	getMaxStartLineLength: getMaxStartLineLength.bind(wasm),
	getMaxHeaderLength: getMaxHeaderLength.bind(wasm),
	getMaxBodyPayload: getMaxBodyPayload.bind(wasm),
	shouldContinueWithoutData: shouldContinueWithoutData.bind(wasm),
	isConnect: isConnect.bind(wasm),
	isDebug: isDebug.bind(wasm),
	shouldSkipBody: shouldSkipBody.bind(wasm),
	getState: getState.bind(wasm),
	getPosition: getPosition.bind(wasm),
	getParsed: getParsed.bind(wasm),
	getErrorCode: getErrorCode.bind(wasm),
	getMethod: getMethod.bind(wasm),
	getStatus: getStatus.bind(wasm),
	hasConnectionClose: hasConnectionClose.bind(wasm),
	hasConnectionUpgrade: hasConnectionUpgrade.bind(wasm),
	getContentLength: getContentLength.bind(wasm),
	getChunkSize: getChunkSize.bind(wasm),
	getRemainingContentLength: getRemainingContentLength.bind(wasm),
	getRemainingChunkSize: getRemainingChunkSize.bind(wasm),
	hasContentLength: hasContentLength.bind(wasm),
	hasTransferEncoding: hasTransferEncoding.bind(wasm),
	hasChunkedTransferEncoding: hasChunkedTransferEncoding.bind(wasm),
	hasUpgrade: hasUpgrade.bind(wasm),
	hasTrailers: hasTrailers.bind(wasm),
	getErrorDescription: getErrorDescription.bind(wasm),
	setShouldAutodetect: setShouldAutodetect.bind(wasm),
	setShouldContinueWithoutData: setShouldContinueWithoutData.bind(wasm),
	setIsRequest: setIsRequest.bind(wasm),
	setIsConnect: setIsConnect.bind(wasm),
	setDebug: setDebug.bind(wasm),
	setShouldManageUnconsumed: setShouldManageUnconsumed.bind(wasm),
	setShouldSuspendAfterHeaders: setShouldSuspendAfterHeaders.bind(wasm),
	setMaxStartLineLength: setMaxStartLineLength.bind(wasm),
	setMaxHeaderLength: setMaxHeaderLength.bind(wasm),
	setMaxBodyPayload: setMaxBodyPayload.bind(wasm),
	setShouldSkipBody: setShouldSkipBody.bind(wasm),
	setActiveCallbacks: setActiveCallbacks.bind(wasm),
	setActiveEvents: setActiveEvents.bind(wasm),
	memory: wasm.memory,
	alloc: alloc.bind(wasm),
	dealloc: dealloc.bind(wasm),
	create: create.bind(wasm),
	destroy: destroy.bind(wasm),
	parse: parse.bind(wasm),
	fail: fail.bind(wasm),
	hasDebug: hasDebug.bind(wasm),
	clear: wasm.clear,
	complete: wasm.complete,
	finish: wasm.finish,
	pause: wasm.pause,
	reset: wasm.reset,
	resume: wasm.resume
  }

  return milo
}

function simple () {
  const spans = {}

  const milo = setup({/* REPLACE: callbacks:simple */})

  milo.spans = spans
  milo.create = simpleCreate.bind(milo, spans, milo.create)
  milo.destroy = simpleDestroy.bind(milo, spans, milo.destroy)

  return milo
}

module.exports = { wasmModule, noop, setup, simple }


/***/ }),

/***/ 2650:
/***/ ((module) => {

const wasmModule = new WebAssembly.Module(
  Buffer.from(
	'AGFzbQEAAAABQgtgA39/fwBgAX8Bf2ACf38AYAF/AGABfwF+YAJ/fgBgBH9/f38AYAABf2AIf39/f39/f3wAYAN/f38Bf2ACf38BfwKUBBwDZW52CG9uX2Vycm9yAAADZW52Cm9uX2hlYWRlcnMACANlbnYJb25fZmluaXNoAAADZW52EG9uX21lc3NhZ2Vfc3RhcnQAAANlbnYTb25fbWVzc2FnZV9jb21wbGV0ZQAAA2Vudgpvbl9yZXF1ZXN0AAADZW52C29uX3Jlc3BvbnNlAAADZW52CG9uX3Jlc2V0AAADZW52CW9uX21ldGhvZAAAA2VudgZvbl91cmwAAANlbnYLb25fcHJvdG9jb2wAAANlbnYKb25fdmVyc2lvbgAAA2Vudglvbl9zdGF0dXMAAANlbnYJb25fcmVhc29uAAADZW52Dm9uX2hlYWRlcl9uYW1lAAADZW52D29uX2hlYWRlcl92YWx1ZQAAA2Vudgpvbl9jb25uZWN0AAADZW52Cm9uX3VwZ3JhZGUAAANlbnYPb25fY2h1bmtfbGVuZ3RoAAADZW52F29uX2NodW5rX2V4dGVuc2lvbl9uYW1lAAADZW52GG9uX2NodW5rX2V4dGVuc2lvbl92YWx1ZQAAA2Vudghvbl9jaHVuawAAA2Vudgdvbl9ib2R5AAADZW52B29uX2RhdGEAAANlbnYPb25fdHJhaWxlcl9uYW1lAAADZW52EG9uX3RyYWlsZXJfdmFsdWUAAANlbnYLb25fdHJhaWxlcnMAAANlbnYPb25fc3RhdGVfY2hhbmdlAAADQkEGAAEDAwcCAwYDBAQBBAQBAQEEAQQEAQEBAQEBAQEBAQEBAQEHCQMCAwUFAgICBQICAgICAgIBAQEBCgECAwICAgUDAQARBgkBfwFBgIDAAAsHnQg5Bm1lbW9yeQIABWFsbG9jAB4FY2xlYXIAHwhjb21wbGV0ZQAgBmNyZWF0ZQAhB2RlYWxsb2MAIgdkZXN0cm95ACMEZmFpbAAkBmZpbmlzaAAlDmdldF9jaHVua19zaXplACYSZ2V0X2NvbnRlbnRfbGVuZ3RoACcOZ2V0X2Vycm9yX2NvZGUAKBlnZXRfZXJyb3JfZGVzY3JpcHRpb25fcmF3ACkUZ2V0X21heF9ib2R5X3BheWxvYWQAKhVnZXRfbWF4X2hlYWRlcl9sZW5ndGgAKxlnZXRfbWF4X3N0YXJ0X2xpbmVfbGVuZ3RoACwKZ2V0X21ldGhvZAAtCmdldF9wYXJzZWQALgxnZXRfcG9zaXRpb24ALxhnZXRfcmVtYWluaW5nX2NodW5rX3NpemUAMBxnZXRfcmVtYWluaW5nX2NvbnRlbnRfbGVuZ3RoADEJZ2V0X3N0YXRlADIKZ2V0X3N0YXR1cwAzHWhhc19jaHVua2VkX3RyYW5zZmVyX2VuY29kaW5nADQUaGFzX2Nvbm5lY3Rpb25fY2xvc2UANRZoYXNfY29ubmVjdGlvbl91cGdyYWRlADYSaGFzX2NvbnRlbnRfbGVuZ3RoADcMaGFzX3RyYWlsZXJzADgVaGFzX3RyYW5zZmVyX2VuY29kaW5nADkLaGFzX3VwZ3JhZGUAOg1pc19hdXRvZGV0ZWN0ADsKaXNfY29ubmVjdAA8CGlzX2RlYnVnAD0JaXNfcGF1c2VkAD4KaXNfcmVxdWVzdAA/Dm1pbG9faGFzX2RlYnVnAEAFcGFyc2UAQQVwYXVzZQBCBXJlc2V0AEMGcmVzdW1lAEQUc2V0X2FjdGl2ZV9jYWxsYmFja3MARRFzZXRfYWN0aXZlX2V2ZW50cwBGCXNldF9kZWJ1ZwBHDnNldF9pc19jb25uZWN0AEgOc2V0X2lzX3JlcXVlc3QASRRzZXRfbWF4X2JvZHlfcGF5bG9hZABKFXNldF9tYXhfaGVhZGVyX2xlbmd0aABLGXNldF9tYXhfc3RhcnRfbGluZV9sZW5ndGgATBVzZXRfc2hvdWxkX2F1dG9kZXRlY3QATSBzZXRfc2hvdWxkX2NvbnRpbnVlX3dpdGhvdXRfZGF0YQBOHHNldF9zaG91bGRfbWFuYWdlX3VuY29uc3VtZWQATxRzZXRfc2hvdWxkX3NraXBfYm9keQBQIHNldF9zaG91bGRfc3VzcGVuZF9hZnRlcl9oZWFkZXJzAFEcc2hvdWxkX2NvbnRpbnVlX3dpdGhvdXRfZGF0YQBSGHNob3VsZF9tYW5hZ2VfdW5jb25zdW1lZABTEHNob3VsZF9za2lwX2JvZHkAVBxzaG91bGRfc3VzcGVuZF9hZnRlcl9oZWFkZXJzAFUKoLQCQdgDAgJ/BXsCQCACIANPDQAgAS0AACEBIAMgAmsiBUEPTQRAIANBAWsDQCABIAItAABGBEBBASEEDAMLIAJBAWoiAiADRw0ACyECDAELIAH9DyIGIAL9AAAA/SP9ZCIBBEAgAiABaGohAkEBIQQMAQsgAkFwcUEQaiEBAkACQCAFQcAASQ0AIAEgA0FAaiIFSw0AIAIgAkEPcWtBIGohAgNAIAYgAv0ABAD9IyIHIAYgAkEQayIB/QAEAP0jIgj9UCAGIAJBEGr9AAQA/SMiCf1QIAYgAkEgav0ABAD9IyIK/VD9ZA0CIAJBQGshAiABQUBrIAVNDQALIAJBEGshAQsgA0EQayICIAFPBEADQCAGIAH9AAAA/SP9ZCIFBEAgASAFaGohAkEBIQQMBAsgAUEQaiIBIAJNDQALCyABIANPDQEgA0EQayIBIAYgAf0AAAD9I/1kQf//A3EiAWhqIQIgAUEARyEEDAELAkAgCP1kIgFFBEAgB/1kIgENASAJ/WQiAUUEQCACIAr9ZGhqQSBqIQJBASEEDAMLIAIgAWhqQRBqIQJBASEEDAILIAIgAWhqQRBrIQJBASEEDAELIAIgAWhqIQJBASEECyAAIAI2AgQgACAENgIAC7ADAgR/AXsCQCACQRBPBEADQCACIANBEGoiBEkEQEECIQUgAiADTQ0DA0AgASADai0AACIEQQ1GBEBBACEFDAULAkAgBEEgTwRAIARB/wBHDQFBASEFDAYLIARBCUYNAEEBIQUMBQsgAiADQQFqIgNHDQALIAIhAwwDCyABIANqIAQhA/0AAAAiB/0Mf39/f39/f39/f39/f39/f/0jIAf9DAkJCQkJCQkJCQkJCQkJCQn9JCAH/QwgICAgICAgICAgICAgICAg/Sb9Tv1Q/VNFDQALQXAhA0ECIQUgBEUNASAEQRBrIQMgBCAEQQ9rIgIgAiAESRsDQCABIANqLQAAIgZBDUYEQEEAIQUMAwsCQCAGQSBPBEAgBkH/AEcNAUEBIQUMBAsgBkEJRg0AQQEhBQwDCyADQQFqIgMgBEkNAAshAwwBC0ECIQUgAkUEQAwBCwNAIAEgA2otAAAiBEENRgRAQQAhBQwCCwJAIARBIE8EQCAEQf8ARw0BQQEhBQwDCyAEQQlGDQBBASEFDAILIAIgA0EBaiIDRw0ACyACIQMLIAAgAzYCBCAAIAU2AgALJgACQCAAQQBOBEAgAEUEQEEBIQAMAgsgAEEBEFYiAA0BCwALIAALRwAgAEIANwMoIABBADoAFSAA/QwAAAAAAAAAAAAAAAAAAAAA/QsDMCAA/QwAAAAAAAAAAAAAAAAAAAAA/QsDQCAAQQA2AlAL0gMCA38BfgJAIAAiAS0AJCIAQQ5NQQBBASAAdEGAzwFxG0UEQCABQQM6ACYgAUECOgAkIAFBDToA9AJBACEAIAFBADoAeSABQaeYwAApAAA3AGwgAUGsmMAAKQAANwBxAkAgASkDWCABKQNghKdBAXFFBEAgASgC+AIhAgwBCyABKAL4AiICQQE6AAAgAkEFakEDOgAAIAJBAWogASgCIDYAAEEGIQALIAAgAmpBADoAAAwBCwJ/QQAgASkDWCABKQNghCIEQsgAg1ANABogBEIIg0IAUgRAIAEoAvgCIgBBBDoAACAAQQVqQQA2AAAgAEEBaiABKAIgNgAAQQkhAgsgAiAEQsAAg1ANABogASgC+AIgAmoiAEEHOgAAIABBBWpBADYAACAAQQFqIAEoAiA2AAAgAkEJagshAiABQQA6ABYgAUEAOgAUAkAgAS0AUkEBRgRAQQ4hACABLQARQQFxDQELIAEtAFAhAyAEQgKDUARAIAMhAAwBC0EBIQAgA0EBcUUEQCADIQAMAQsgASgC+AIgAmoiA0ECOgAAIANBBWpBADYAACADQQFqIAEoAiA2AAAgAkEJaiECCyABIAA6ACQgASgC+AIgAmpBADoAAAsL7wIBA38jAEHgAGsiASQAAkBBgIAEEFciAkUNACACQQRrLQAAQQNxRQ0AIAJBAEGAgAT8CwALAkAgAkUNACABQQA2AFwgAUIANwBUIAH9DAAAAAAAAAAAAAAAAAAAAAD9CwBEIAH9DAAAAAAAAAAAAAAAAAAAAAD9CwA0IAH9DAAAAAAAAAAAAAAAAAAAAAD9CwIcIAFBADYCLCABQgA3AA8gAUEAOgAXQYADQQgQViIARQ0AIABBAToAECAAQgA3AwggAEKAwICAgIAINwMAIAD9DAAAAAAAAAAAAAAAAAAAAAD9CwARIABCADcAHyAAIAEpADM3ACcgACAB/QAAO/0LAC8gACAB/QAAS/0LAD8gACABKQBYNwBMIAAgASgCKDYCZCAAIAH9AAIY/QsCVCAAQewAakEAQf8B/AsAIAAgAjYC+AIgACABLwAWOwDzAiAAIAEpAA43AOsCIAAgADYCaCABQeAAaiQAIAAPCwALFQACQCAARQ0AIAFFDQAgACABEFgLCzgBAX8gAARAIAAoAvACIgEEQCAAKALsAiABEFgLIAAoAvgCIgEEQCABQYCABBBYCyAAQYADEFgLC5IBAQF/IAAgAToAJiAAQQI6ACQgAEHsAGohBEH+ASADIANB/gFPGyIDBEAgBCACIAP8CgAACyAAIAM6APQCIAMgBGpBADoAAEEAIQMgACkDWCAAKQNghEIBg6cEfyAAKAL4AiICQQE6AAAgAkEFaiABOgAAIAJBAWogACgCIDYAAEEGBUEACyAAKAL4AmpBADoAAAuhAgECfwJAAkACQCAALQAkIgFBCU0EQEEBIAF0QRtxDQEgAUECRg0DIAFBCUYNAgsgAEEFOgAmIABBAjoAJCAAQRY6APQCIABBADoAggEgAEGAiMAA/QAAAP0LAGwgAEGOiMAAKQAANwB6AkAgACkDWCAAKQNghKdBAXFFBEAgACgC+AIhAQwBCyAAKAL4AiIBQQE6AAAgAUEFakEFOgAAIAFBAWogACgCIDYAAEEGIQILIAEgAmpBADoAAA8LIABBAToAJA8LAn8gACkDWCAAKQNghEIIg1AEQCAAKAL4AiEBQQAMAQsgACgC+AIiAUEEOgAAIAFBBWpBADYAACABQQFqIAAoAiA2AABBCQshAiAAQQE6ACQgASACakEAOgAACwsHACAAKQMwCwcAIAApAygLBwAgAC0AJgsTACAAMQD0AiAAQewAaq1CIIaECwcAIAApAwgLBwAgACgCBAsHACAAKAIACwcAIAAtAEwLBwAgACkDGAsHACAAKAIgCwcAIAApA0ALBwAgACkDOAsHACAALQAkCwcAIAAoAkgLBwAgAC0ATwsHACAALQBQCwcAIAAtAFELBwAgAC0ATQsHACAALQBTCwcAIAAtAE4LBwAgAC0AUgsHACAALQAQCwcAIAAtABULBwAgAC0AFwsHACAALQAlCwcAIAAtABELBABBAAvy4wEDK38cfgR7IAEhECACIRQjAEGQAWsiDCQAIAAiAykDWCADKQNghCEuAkACQCADAn8CQAJAAkACQAJAAkAgAy0AJEECRgRAIANBADYCIAwBCyADLQAlQQFHDQELIC5CAFINAQwHCwJAIAMtABMgAygC8AIiAEEAR3EiHwRAIAMoAuwCIQEgDCAQNgJ8IAwgATYCdCAMIAA2AnggDCAUNgKAASAAIBRqIhRBAEgNAQJAIBRFBEBBASEQDAELIBRBARBWIhBFDQILIAxBADYCjAEgDCAQNgKIASAMIBQ2AoQBQQAhAANAIAxB9ABqIABqIgEoAgAhDwJAAkAgAUEEaigCACINIAwoAoQBIAlrSwRAIAxBhAFqIQ4jAEEQayILJAAgDSAJIA1qIgFLBEAACyALQQRqIQogDigCBCERAkBBCCABIA4oAgAiAkEBdCIGIAEgBksbIgEgAUEITRsiB0EASARAIApBADYCBCAKQQE2AgAMAQsCfyACBEBBACEBAn8CQAJAAkACQAJAIBFBBGsiBCgCACIJQXhxIghBBEEIIAlBA3EiEBsgAmpJDQAgEEEAIAJBJ2ogCEkbDQAgB0HM/3tLDQRBECAHQQtqQXhxIAdBC0kbIQIgEUEIayEGAkACQAJAAkAgEARAIAYgCGohECACIAhNDQMgEEHgm8AAKAIARg0EIBBB3JvAACgCAEYNAiAQKAIEIglBAnENCCAJQXhxIgkgCGoiCCACSQ0IIBAgCRBaIAggAmsiEEEQSQ0BIAQgAiAEKAIAQQFxckECcjYCACACIAZqIgIgEEEDcjYCBCAGIAhqIgggCCgCBEEBcjYCBCACIBAQWwwHCyACQYACSQ0HIAZFDQcgAiAITw0HIAggAmtBgIAISw0HIBEMCQsgBCAIIAQoAgBBAXFyQQJyNgIAIAYgCGoiAiACKAIEQQFyNgIEDAULQdSbwAAoAgAgCGoiCCACSQ0FAkAgCCACayIQQQ9NBEAgBCAJQQFxIAhyQQJyNgIAIAYgCGoiAiACKAIEQQFyNgIEQQAhEEEAIQIMAQsgBCACIAlBAXFyQQJyNgIAIAIgBmoiAiAQQQFyNgIEIAYgCGoiCCAQNgIAIAggCCgCBEF+cTYCBAtB3JvAACACNgIAQdSbwAAgEDYCAAwECyAIIAJrIghBD00NAyAEIAIgCUEBcXJBAnI2AgAgAiAGaiICIAhBA3I2AgQgECAQKAIEQQFyNgIEIAIgCBBbDAMLQdibwAAoAgAgCGoiCCACSw0BDAMLAAsgBCACIAlBAXFyQQJyNgIAIAIgBmoiECAIIAJrIgJBAXI2AgRB2JvAACACNgIAQeCbwAAgEDYCAAsgBkUNACARDAILIAcQVyICRQ0AIAdBfEF4IAQoAgAiAUEDcRsgAUF4cWoiASABIAdLGyIBBEAgAiARIAH8CgAACyACIQEgERBZCyABCwwBCyAHQQEQVgsiAUUEQCAKIAc2AgggCkEBNgIEIApBATYCAAwBCyAKIAc2AgggCiABNgIEIApBADYCAAsgCygCBEEBRgRAIAsoAggaIAsoAgwACyALKAIIIQEgDiAHNgIAIA4gATYCBCALQRBqJAAgDCgCiAEhECAMKAKMASEJDAELIA1FDQELIA1FDQAgCSAQaiAPIA38CgAACyAMIAkgDWoiCTYCjAEgAEEIaiIAQRBHDQALIAkgFEkNAyAMKAKEASEYCyADQQA2AiBBASERQQEhBEEBIQlBASEAIC5QIiBFBEAgLkLIAINCAFIhFyAuQoA8g0IAUiEhIC5CgA+DQgBSISIgLkIkg0IAUiEcIC5CFINCAFIhHSAuQoCAgAiDUCEEIC5CgMAAg1AhCSAuQgKDQgGIpyEZIC5CgICAEINCGYinIR4gLkKAgAGDQg6IpyEaIC5CgIACg1AhAAsgAy0AJQRAIBAhBCAUIQkMBwsgAykDCCExIC5CEIMhOSAuQgSDITUgLkIggyE6IC5CgAKDIUAgLkKAAYMhQSAuQoAggyFCIC5CgBCDIUMgLkKACIMhOyAuQoAEgyE8IC5CgIAEgyFEIC5CgIAIgyFFIANBKGohFSAuQoCAEIMhRiAuQoCAgAKDITYgLkKAgMAAgyE9IC5CgIAggyE+IC5CgICABIMhNyAuQoCAgAGDIT8gLkLAAIMhMyAuQgiDITQgLkKAgIAggyFHIC5CgIACg1AgAHIhIyAupyIAQQ52IBpxISQgLkKAwACDUCAJciElIABBGXYgHnEhJiAuQoCAgAiDUCAEciEnIBQiCyEJIBAhBANAAkAgCw0AIAMtABRBAXENAAwICyADQQA6ABQCQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAn8CQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAn8CQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgAy0AJA4PAYYBiAECAwQFBgcICQonC4gBAAsgA0EDOgAmIANBAjoAJCADQaeYwAApAAA3AGwgA0GsmMAAKQAANwBxDIQBCyADLQAQIgBFBEAgAy0AEUEBcQ0LCyAADQwgHA0LDH0LIAtFDXogC0EBayAJTw16IAshESAEIQAgC0EPSw0MA0AgAC0AAEENRg1gIABBAWohACARQQFrIhENAAsMegsgC0UNdyALQQFrIAlPDXcgCyERIAQhACALQQ9LDQwDQCAALQAAQQ1GDVYgAEEBaiEAIBFBAWsiEQ0ACwx3CyALQQhPDQwMgwELIAxByABqIAQgCxAdIAwoAkwhASAMKAJIIgBFDQ4gAEECaw0MDA0LIAMoAkghACADLQBMIQcgAy0AUiIBQQFGBEAgAy0AUUEBcUUNEAsgAy0ATyIGQQFxRSADLQBTQQFGcQ0QIAMtABEhAiADKQMoIS8CQCAHQQFrQf8BcUEBSw0AIAJBAXFFDQAgL0IAUg0SCyADLQAVDRICQCAAQeUARyIHDQAgAUUNACACQQFxRQ0UCyACQQFxDRQgAy0AFg1wIABByAFJDRUgAEHMAWtBAkkNcCAAQbACRw0WDHALIAMpAzgiMiALrSIvIC8gMlYbIS8gMUIAUg0bDGsLIAutIS8gMUIAUg0bDGkLIAtFDWcgC0EBayAJTw1nIAshESAEIQAgC0EPSw0bA0AgAC0AAEENRg05IABBAWohACARQQFrIhENAAsMZwsgC0UNZSALQQFrIAlPDWUgBCEHIAsiAEEPSw0bA0AgBy0AAEENRg02IAdBAWohByAAQQFrIgANAAsMZQsgDEHoAGogBCALEB0gDCgCbCEBIAwoAmgiAEUNHiAAQQJrDRwMHQsgHUUNYCA5QgBSBEAgBUEQakGBgARPDXwgAygCICEAIAMoAvgCIAVqQQU6AAAgAygC+AIgBWpBAWogADYAACADKAL4AiAFakEFakEANgAAIAVBCWohBQsgNVANYCAFQRBqQYCABEsNeyADKAIgIQAgAygC+AIgBWpBAzoAACADKAL4AiAFakEBaiAANgAAIAMoAvgCIAVqQQVqQQA2AAAgBUEJaiEFDGALIDpCAFIEQCAFQRBqQYGABE8NeyADKAIgIQAgAygC+AIgBWpBBjoAACADKAL4AiAFakEBaiAANgAAIAMoAvgCIAVqQQVqQQA2AAAgBUEJaiEFCyA1UA1xIAVBEGpBgIAESw16IAMoAiAhACADKAL4AiAFakEDOgAAIAMoAvgCIAVqQQFqIAA2AAAgAygC+AIgBWpBBWpBADYAACAFQQlqIQUMcQsgCUEETQRAIAlBAU0NXgxcCyAELQAEQS9HDVsgBCgAAEHIqNGCBUcNWyADQQA6ABEgHEUNWiA6QgBSBEAgBUEQakGBgARPDXogAygCICEAIAMoAvgCIAVqQQY6AAAgAygC+AIgBWpBAWogADYAACADKAL4AiAFakEFakEANgAAIAVBCWohBQsgNVANWiAFQRBqQYCABEsNeSADKAIgIQAgAygC+AIgBWpBAzoAACADKAL4AiAFakEBaiAANgAAIAMoAvgCIAVqQQVqQQA2AAAgBUEJaiEFDFoLIAT9AAAA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SP9ZCIABEAgBCAAaGohAAxTCyAEIAtqIQEgBEEQIARBD3EiAmsiBmohAAJAAkAgC0HAAEkNACAGIAtBQGpLDQAgAUFAaiEGIAQgAmtBIGohAANAIAD9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiSiAAQRBrIgL9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiS/1QIABBEGr9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiTP1QIABBIGr9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiTf1Q/WQNAiAAQUBrIQAgAkFAayAGTQ0ACyAAQRBrIQALIAAgAUEQayICSw1SA0AgAP0AAAD9DA0NDQ0NDQ0NDQ0NDQ0NDQ39I/1kIgZFBEAgAiAAQRBqIgBPDQEMVAsLIAAgBmhqIQAMUwsgS/1kIgFFBEAgSv1kIgENICBM/WQiAUUEQCAAIE39ZGhqQSBqIQAMVAsgACABaGpBEGohAAxTCyAAIAFoakEQayEADFILIAT9AAAA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SP9ZCIABEAgBCAAaGohAAxJCyAEIAtqIQEgBEEQIARBD3EiAmsiBmohAAJAAkAgC0HAAEkNACAGIAtBQGpLDQAgAUFAaiEGIAQgAmtBIGohAANAIAD9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiSiAAQRBrIgL9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiS/1QIABBEGr9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiTP1QIABBIGr9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiTf1Q/WQNAiAAQUBrIQAgAkFAayAGTQ0ACyAAQRBrIQALIAAgAUEQayICSw1IA0AgAP0AAAD9DA0NDQ0NDQ0NDQ0NDQ0NDQ39I/1kIgZFBEAgAiAAQRBqIgBPDQEMSgsLIAAgBmhqIQAMSQsgS/1kIgFFBEAgSv1kIgENICBM/WQiAUUEQCAAIE39ZGhqQSBqIQAMSgsgACABaGpBEGohAAxJCyAAIAFoakEQayEADEgLIAlBB00NciAEKQAAQo2UzOrUwcKGClENGyADQQY6ACYgA0ECOgAkIANB54vAACkAADcAbCADQe+LwAD9AAAA/QsAdCADQf+LwAAvAAA7AIQBQYYBIQtBGgx1CyABIAlPDUQgDEE6OgB0IAxBQGsgDEH0AGogBCABIARqQQFqEBwgDCgCQEEBcUUNRCADQQY6ACYgA0ECOgAkIANBjZLAAP0AAAD9CwBsIANBnZLAAP0AAAD9CwB8IANBrZLAACgAADYAjAEMPAsgCyADKAIETw0BDHQLIAFBAWoiAiALRg1zIAIgCU8NbyACIARqIgYtAABBCkcNHAJAAkACQCABRQRAICMNAiAFQRpqQYCABE0NAUEBIQdBAiEADGULIAEgCU8NRSAEIQAgAiIHQQ9LBEAgAP0AAAD9DDo6Ojo6Ojo6Ojo6Ojo6Ojr9I/1kIgAEQCAEIABoaiEADDkLIARBECAEQQ9xIgdrIghqIQACQAJAIAJBwABJDQAgCCABQT9rSw0AIAZBQGohCCAEIAdrQSBqIQADQCAA/QAEAP0MOjo6Ojo6Ojo6Ojo6Ojo6Ov0jIkogAEEQayIH/QAEAP0MOjo6Ojo6Ojo6Ojo6Ojo6Ov0jIkv9UCAAQRBq/QAEAP0MOjo6Ojo6Ojo6Ojo6Ojo6Ov0jIkz9UCAAQSBq/QAEAP0MOjo6Ojo6Ojo6Ojo6Ojo6Ov0jIk39UP1kDQIgAEFAayEAIAdBQGsgCE0NAAsgAEEQayEACyAAIAZBEGsiB0sNOANAIAD9AAAA/Qw6Ojo6Ojo6Ojo6Ojo6Ojo6/SP9ZCIIRQRAIAcgAEEQaiIATw0BDDoLCyAAIAhoaiEADDkLIEv9ZCIGDSEgSv1kIgYNIiBM/WQiBkUEQCAAIE39ZGhqQSBqIQAMOQsgACAGaGpBEGohAAw4CwNAIAAtAABBOkYNOCAAQQFqIQAgB0EBayIHDQALDEULIAMtAEwgAygCSCIBIAMtABEiAhshBkEAIQBBAEECIAMtAE9rIAMtAE0iBxshCCADKAIgQQJqIQogAy0AUEF/c0EBcSENAkAgAy0AUkEBRw0AIAMtAFFBAXFFDQAgAiABQeUARnIhAAsgAykDKCEvIAMtAFMhASADKAL4AiAFakEQOgAAIAMoAvgCIAVqQQFqIAo2AAAgAygC+AIgBWpBBWogBjsAACADKAL4AiAFakEHaiANOgAAIAMoAvgCIAVqQQhqIAA6AAAgAygC+AIgBWpBCWogAToAACADKAL4AiAFakEKaiAIOgAAIAMoAvgCIAVqQQtqIC9CACAHGzcAACAFQRNqIQUgAy0AJEECRg0BCyADQQc6ACQLIANBAToAFCADLQASIQdBAiEADGELIANBBjoAJiADQQI6ACQgA0GxksAA/QAAAP0LAGwgA0HBksAAKAAANgB8DGYLIANBEDoAJiADQQI6ACQgA0HsAGpBxZLAAEHIAPwKAABBtAEhC0HIAAxwCyADQQo6ACYgA0ECOgAkIANB7ABqQY2TwABBwQD8CgAAQa0BIQtBwQAMbwsgA0EJOgAmIANBAjoAJCADQc6TwAD9AAAA/QsAbCADQd6TwAD9AAAA/QsAfCADQe6TwAD9AAAA/QsAjAEMLgsgRFANLCAFQRBqQYCABE0NCAxuCyBFUA0rIAVBEGpBgIAESw1tIAMoAiAhACADKAL4AiAFakESOgAAIAMoAvgCIAVqQQFqIAA2AABBACEHIAMoAvgCIAVqQQVqQQA2AAAgBUEJaiEFIAMtACRBAkYNZQwrCyAGQQFxIgBFIAMtAE5BAUZxDQIgAy0AFg0DIAMtAE0NBCAADRIgA0EBOgAUIAVB3/8Da0H//3tJDWwCQCAXRQ0AIDRCAFIEQCAFQXBIDW4gAygCICECIAMoAvgCIAVqIgBBBDoAACAAQQVqQQA2AAAgAEEBaiACNgAAIAVBCWohBQsgM1ANACAFQXBIDW0gAygCICECIAMoAvgCIAVqIgBBBzoAACAAQQVqQQA2AAAgAEEBaiACNgAAIAVBCWohBQsgA0EAOgAWIANBADoAFCABDSoMXAsgBw1aCyADLQBNRQRAIAZBAXENESADQQk6ACQMXAsgL0IAUg0DIANBAToAFCAFQd//A2tB//97SQ1qAkAgF0UNACA0QgBSBEAgBUFwSA1sIAMoAiAhASADKAL4AiAFaiIAQQQ6AAAgAEEFakEANgAAIABBAWogATYAACAFQQlqIQULIDNQDQAgBUFwSA1rIAMoAiAhASADKAL4AiAFaiIAQQc6AAAgAEEFakEANgAAIABBAWogATYAACAFQQlqIQULIANBADoAFiADQQA6ABQMWgsgA0EHOgAmIANBAjoAJCADQewAakH+k8AAQc4A/AoAAEG6ASELQc4ADGgLIANBAToAFCAFQd//A2tB//97SQ1oIBdFDSUgNEIAUgRAIAVBcEgNaSADKAIgIQIgAygC+AIgBWoiAEEEOgAAIABBBWpBADYAACAAQQFqIAI2AAAgBUEJaiEFCyAzUA0lIAVBcEgNaCADKAIgIQIgAygC+AIgBWoiAEEHOgAAIABBBWpBADYAACAAQQFqIAI2AAAgBUEJaiEFDCULIC9CAFINACADQQE6ABQgBUHf/wNrQf//e0kNZyAXRQ0jIDRCAFIEQCAFQXBIDWggAygCICECIAMoAvgCIAVqIgBBBDoAACAAQQVqQQA2AAAgAEEBaiACNgAAIAVBCWohBQsgM1ANIyAFQXBIDWcgAygCICECIAMoAvgCIAVqIgBBBzoAACAAQQVqQQA2AAAgAEEBaiACNgAAIAVBCWohBQwjCyADQQg6ACQMVwsgAygCICEAIAMoAvgCIAVqQRE6AAAgAygC+AIgBWpBAWogADYAAEEAIQcgAygC+AIgBWpBBWpBADYAACAFQQlqIQUgAy0AJEECRw0jDF0LIDAgMVoNZCAxIDB9IjggLyAvIDhWGyEvDE8LIDAgMVoNYyAxIDB9IjIgLyAvIDJWGyEvDE0LIAT9AAAA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SP9ZCIABEAgBCAAaGohAAwdCyAEIAtqIQEgBEEQIARBD3EiAmsiBmohAAJAAkAgC0HAAEkNACAGIAtBQGpLDQAgAUFAaiEGIAQgAmtBIGohAANAIAD9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiSiAAQRBrIgL9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiS/1QIABBEGr9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiTP1QIABBIGr9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiTf1Q/WQNAiAAQUBrIQAgAkFAayAGTQ0ACyAAQRBrIQALIAAgAUEQayICSw0cA0AgAP0AAAD9DA0NDQ0NDQ0NDQ0NDQ0NDQ39I/1kIgZFBEAgAiAAQRBqIgBPDQEMHgsLIAAgBmhqIQAMHQsgS/1kIgFFBEAgSv1kIgENDyBM/WQiAUUEQCAAIE39ZGhqQSBqIQAMHgsgACABaGpBEGohAAwdCyAAIAFoakEQayEADBwLIAT9AAAA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SP9ZCIABEAgBCAAaGohBwwaCyAEIAtqIQEgBEEQIARBD3EiAmsiBmohAAJAAkAgC0HAAEkNACAGIAtBQGpLDQAgAUFAaiEGIAQgAmtBIGohAANAIAD9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiSiAAQRBrIgL9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiS/1QIABBEGr9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiTP1QIABBIGr9AAQA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SMiTf1Q/WQNAiAAQUBrIQAgAkFAayAGTQ0ACyAAQRBrIQALIAAgAUEQayICSw0ZA0AgAP0AAAD9DA0NDQ0NDQ0NDQ0NDQ0NDQ39I/1kIgZFBEAgAiAAQRBqIgBPDQEMGwsLIAAgBmhqIQcMGgsgS/1kIgFFBEAgSv1kIgENDyBM/WQiAUUEQCAAIE39ZGhqQSBqIQcMGwsgACABaGpBEGohBwwaCyAAIAFoakEQayEHDBkLIAMpA0AiMlANFiAyIAutIi8gLyAyVhshLyAxUA0VIDAgMVoNYCAxIDB9IjggLyAvIDhWGyEvDBULIAEgCU8NAiAMQTo6AHQgDEHgAGogDEH0AGogBCABIARqQQFqEBwgDCgCYEEBcUUNAiADQQY6ACYgA0ECOgAkIANB7ZfAAP0AAAD9CwBsIANB/ZfAAP0AAAD9CwB8IANBipjAACkAADcAiQFBkQEhC0ElDF4LIAsgAygCBE8NAgxeCyABQQFqIgcgC0YNXSAHIAlPDVkgBCAHaiICLQAAQQpHDQsCQCABRQRAIAVB1v8Da0H//3tJDV8gR1ANASAFQRBqQYGABE8NXyADKAIgIQAgAygC+AIgBWpBGzoAACADKAL4AiAFakEBaiAAQQJqNgAAIAMoAvgCIAVqQQVqQQA2AAAgA0EBOgAUIAVBCWohBQwTCyABIAlPDREgB0EPTQRAIAQhAANAIAAtAABBOkYNEiAAQQFqIQAgB0EBayIHDQALDBILIAT9AAAA/Qw6Ojo6Ojo6Ojo6Ojo6Ojo6/SP9ZCIABEAgBCAAaGohAAwRCyAEQRAgBEEPcSIGayIIaiEAAkACQCAHQcAASQ0AIAggAUE/a0sNACACQUBqIQcgBCAGa0EgaiEAA0AgAP0ABAD9DDo6Ojo6Ojo6Ojo6Ojo6Ojr9IyJKIABBEGsiBv0ABAD9DDo6Ojo6Ojo6Ojo6Ojo6Ojr9IyJL/VAgAEEQav0ABAD9DDo6Ojo6Ojo6Ojo6Ojo6Ojr9IyJM/VAgAEEgav0ABAD9DDo6Ojo6Ojo6Ojo6Ojo6Ojr9IyJN/VD9ZA0CIABBQGshACAGQUBrIAdNDQALIABBEGshAAsgACACQRBrIgZLDRADQCAA/QAAAP0MOjo6Ojo6Ojo6Ojo6Ojo6Ov0j/WQiB0UEQCAGIABBEGoiAE8NAQwSCwsgACAHaGohAAwRCyBL/WQiAg0NIEr9ZCICDQ4gTP1kIgJFBEAgACBN/WRoakEgaiEADBELIAAgAmhqQRBqIQAMEAsgA0EBOgAUIAVBXk4NEQxdCyADQQY6ACYgA0ECOgAkIANByZfAAP0AAAD9CwBsIANB2ZfAAP0AAAD9CwB8IANB6ZfAACgAADYAjAEMIwsgA0EGOgAmIANBAjoAJCADQZKYwAD9AAAA/QsAbCADQZ+YwAApAAA3AHkMUQsgA0EOOgAkQQAhB0EIIQAMSAsgA0EKOgAkDEoLIAAgAWhqIQAMMgsgACABaGohAAwoCyADQQY6ACYgA0ECOgAkIANBrorAACkAADcAbCADQbOKwAApAAA3AHEMUwsgACAGaGpBEGshAAwWCyAAIAZoaiEADBULIAAgAWhqIQAMDQsgACABaGohBwwKCyADQQY6ACYgA0ECOgAkIANBrorAACkAADcAbCADQbOKwAApAAA3AHEMTgsgACACaGpBEGshAAwCCyAAIAJoaiEADAELIAAgAk8NASAG/QAAAP0MOjo6Ojo6Ojo6Ojo6Ojo6Ov0j/WQiAEUNASAGIABoaiEACyAAIARGDQAgACAEayIHQQFqIQACQCAeRQRAIAAhAiABIQYMAQsCQAJAIAdBAmoiAiABTw0AIAAgCU8NTCAAIARqLQAAQSBHDQAgAiAEai0AACIGQQlGDQAgBkEgRg0AIAEgBGpBAWstAAAiCEEJRg0AIAEhBiAIQSBHDQELAkAgACABTw0AA0AgACAEai0AACICQQlHIAJBIEdxDQEgASAAQQFqIgBHDQALIAEiAiEGDAILIAAiAiABTwRAIAEhBgwCCyAEQQFrIQggASEGA0AgBkEBayIAIAlPDUwgBiAIai0AACIKQQlHIApBIEdxDQEgACIGIAJLDQALIAIhBgsLQQAhAAJAA0AgACAJRg1LIAAgBGotAAAtAICAQARAIAcgAEEBaiIARg0CDAELCyADQQY6ACYgA0ECOgAkIANByZfAAP0AAAD9CwBsIANB2ZfAAP0AAAD9CwB8IANB6ZfAACgAADYAjAEMFQsgJ0UEQCAFQRBqQYCABEsNTiADKAIgIQAgAygC+AIgBWpBGToAACADKAL4AiAFakEBaiAANgAAIAMoAvgCIAVqQQVqIAc2AAAgBUEJaiEFCyAFICZFDTQaIAVBEGpBgIAESw1NIAYgAmshBiADKAIgIAJqIRFBGiEADDMLIANBBjoAJiADQQI6ACQgA0HJl8AA/QAAAP0LAGwgA0HZl8AA/QAAAP0LAHwgA0Hpl8AAKAAANgCMAQwTCwJAIBdFDQAgNEIAUgRAIAVBcEgNTSADKAIgIQEgAygC+AIgBWoiAEEEOgAAIABBBWpBADYAACAAQQFqIAFBAmo2AAAgBUEJaiEFCyAzUA0AIAVBcEgNTCADKAIgIQEgAygC+AIgBWoiAEEHOgAAIABBBWpBADYAACAAQQFqIAFBAmo2AAAgBUEJaiEFCyADQQA6ABYgA0EAOgAUAkACQCADLQBSQQFGBEAgAy0AEUEBcQ0BCyADLQBQDQFBAiEAIAMtACRBAkcNOUEAIQcMOwtBAiEAQQAhByADLQAkQQJGDTogA0EOOgAkDDoLIBkEQCAFQXBIDUwgAygCICEBIAMoAvgCIAVqIgBBAjoAACAAQQVqQQA2AAAgAEEBaiABNgAAIAVBCWohBQtBAiEAQQAhByADLQAkQQJGDTkgA0EBOgAkDDkLIC9QDUogL6chACA/QgBSBEAgBUEQakGBgARPDUsgAygCICEBIAMoAvgCIAVqQRY6AAAgAygC+AIgBWpBAWogATYAACADKAL4AiAFakEFaiAANgAAIAVBCWohBQsgN0IAUgRAIAVBEGpBgYAETw1LIAMoAiAhASADKAL4AiAFakEYOgAAIAMoAvgCIAVqQQFqIAE2AAAgAygC+AIgBWpBBWogADYAACAFQQlqIQULIC8gMHwhMCADIAMpA0AgL31CACAvIDJUGzcDQEEAIQcMOAsgC0ECSQ1JIAlFDUUCQCAELQAAQQ1HDQAgCUEBRg1GIAQtAAFBCkcNACADQQo6ACQMLQsgA0EGOgAmIANBAjoAJCADQauXwAApAAA3AGwgA0Gzl8AA/QAAAP0LAHQgA0HBl8AAKQAANwCCAQwECyAAIAFPDTAgAv0AAAD9DA0NDQ0NDQ0NDQ0NDQ0NDQ39I/1kIgBFDTAgAiAAaGohBwsgByAEayINQQFqIhMgC0YNRyAJIBNNDUMCfwJAAkAgBCATaiISLQAAQQpGBEAgEyEBIAQhACANQQ5LBEAgAP0AAAAiSv0MOzs7Ozs7Ozs7Ozs7Ozs7O/0jIksgSv0MPT09PT09PT09PT09PT09Pf0jIkr9UP1kBEAgACBL/WQgSv1kcmhqIQAMBAsgBEEQIARBD3FrIgFqIQACQAJAIA1BH0kNACABIA1BH2tLDQAgEkEgayEBA0AgAP0ABAAiSv0MOzs7Ozs7Ozs7Ozs7Ozs7O/0jIksgSv0MPT09PT09PT09PT09PT09Pf0jIkr9UCAAQRBq/QAEACJM/Qw9PT09PT09PT09PT09PT09/SMiTf1QIEz9DDs7Ozs7Ozs7Ozs7Ozs7Ozv9IyJM/VD9ZA0CIABBIGoiACABTQ0ACwsgACASQRBrIgFLDQMDQCAA/QAAACJK/Qw7Ozs7Ozs7Ozs7Ozs7Ozs7/SMiSyBK/Qw9PT09PT09PT09PT09PT09/SMiSv1Q/WRFBEAgASAAQRBqIgBPDQEMBQsLIAAgSv1kIEv9ZHJoaiAEawwFCyAAIE39ZCBM/WRyaGpBEGogBGsgSv1kIEv9ZHIiAUUNBBogACABaGogBGsMBAsDQAJAIAAtAABBO2sOAwQABAALIABBAWohACABQQFrIgENAAsgDQwDCyADQQY6ACYgA0ECOgAkIANBrorAACkAADcAbCADQbOKwAApAAA3AHEMRwsgDSAAIBJPDQEaIA0gAf0AAAAiSv0MOzs7Ozs7Ozs7Ozs7Ozs7O/0jIksgSv0MPT09PT09PT09PT09PT09Pf0jIkr9UP1kRQ0BGiABIEr9ZCBL/WRyaGogBGsMAQsgACAEawshCkEAIQACQCAKRQ0AA0AgACAJRg1FIAAgBGotAAAiAUEJRyABQSBHcQ0BIAogAEEBaiIARw0ACyAKIQALAkAgCiIBIABNDQAgBEEBayEGA0AgAUEBayICIAlPDUUgASAGai0AACIIQQlHIAhBIEdxDQEgAiIBIABLDQALIAAhAQsgACABRgRAIANBBjoAJiADQQI6ACQgA0GYlcAAKQAANwBsIANBoJXAAP0AAAD9CwB0IANBrZXAACkAADcAgQEMGgsCQCAAIAFPDQAgCSAAayICQQAgAiAJTRshBiABIABrIQggACAEaiECA0AgBkUNRSACLQAALQCAgEAEQCAGQQFrIQYgAkEBaiECIAhBAWsiCEUNAgwBCwsgA0EGOgAmIANBAjoAJCADQbWVwAD9AAAA/QsAbCADQcWVwAD9AAAA/QsAfCADQdOVwAApAAA3AIoBQZIBIQtBJgxHCwJAAkACQAJAIAEgDUYNACAJIApNDUcgBCAKai0AAEE7Rg0AIApBAWoiBiANTw0BA0ACQCAEIAZqLQAAIgJBCUYNACACQSBGDQAgBkEBayEKDAMLIAZBAWoiBiANSQ0ACwwCCyA+QgBSBEAgBUEQakGBgARPDUsgAygCICECIAMoAvgCIAVqQRQ6AAAgAygC+AIgBWpBAWogACACajYAACADKAL4AiAFakEFaiABIABrNgAAIAVBCWohBQsgCiANRwRAIApBAWohAEEAIQcgAy0AJEECRg05IANBCzoAJAw5CyADKQMwQgBSBEAgDUECaiEAQQAhByADLQAkQQJGDTkgA0EMOgAkDDkLIDZCAFIEQCAFQRBqQYGABE8NSyADKAIgIQAgAygC+AIgBWpBFzoAACADKAL4AiAFakEBaiAANgAAIAMoAvgCIAVqQQVqQQA2AAAgBUEJaiEFCyANQQJqIQBBACEHIAMtACRBAkYNOCADQQ06ACQMOAsgBiANRg0AIAYgCU8NRQJAIAQgBmoiCC0AAEEiRiIoBEAgCkECaiIIIA1LDQMgBEF/cyEpIARBIGohKiASQRBrIRYgDUE/ayErIBJBQGohLCAHQX9zIARqIS0gCCEOA0AgBCAOaiEPAkAgEyAOayICQQ9NBEAgDiAtaiEHIA8hAgNAIAItAABBIkYNAiACQQFqIQIgB0EBaiIHDQALDAYLIA/9AAAA/QwiIiIiIiIiIiIiIiIiIiIi/SP9ZCIHBEAgDyAHaGohAgwBCyAPQRAgD0EPcSIKayIbaiEHAkACQAJAIAJBwABJDQAgDiAbaiArSg0AICogDiAKa2ohBwNAIAf9AAQA/QwiIiIiIiIiIiIiIiIiIiIi/SMiSiAHQRBrIgL9AAQA/QwiIiIiIiIiIiIiIiIiIiIi/SMiS/1QIAdBEGr9AAQA/QwiIiIiIiIiIiIiIiIiIiIi/SMiTP1QIAdBIGr9AAQA/QwiIiIiIiIiIiIiIiIiIiIi/SMiTf1Q/WQNAiAHQUBrIQcgAkFAayAsTQ0ACyAHQRBrIQcLIAcgFksNAQNAIAf9AAAA/QwiIiIiIiIiIiIiIiIiIiIi/SP9ZCICRQRAIBYgB0EQaiIHTw0BDAMLCyAHIAJoaiECDAILAkAgS/1kIgJFBEAgSv1kIgINASBM/WQiAkUEQCAHIE39ZGhqQSBqIQIMBAsgByACaGpBEGohAgwDCyAHIAJoakEQayECDAILIAcgAmhqIQIMAQsgByASTw0FIBb9AAAA/QwiIiIiIiIiIiIiIiIiIiIi/SP9ZCICRQ0FIBYgAmhqIQILIAIgD2sgDmohCgJAIAIgD0YNACACIClqIQcgAiAEIA5qayEPQQAhAgJAA0AgByAJTw1LIAQgB2otAABB3ABHDQEgAkEBaiECIAcgDksgB0EBayEHDQALIA8hAgsgAkEBcUUNACAKQQFqIQ4gCiANSQ0BDAULCyAIIApJBEAgCCEHA0AgByAJTw1JAkACQCAEIAdqLQAAIgJB3ABGBEAgB0EBaiIHIApGDQEgByAJTw1MIAQgB2otAAAtAICCQEEBRw0BDAILIAItAICEQA0BCyADQQY6ACYgA0ECOgAkIANBi5bAACkAADcAbCADQZOWwAD9AAAA/QsAdCADQaOWwAD9AAAA/QsAhAEgA0GxlsAAKQAANwCSAUGaASELQS4MTQsgB0EBaiIHIApJDQALCyAKQQFqIQIMAQsgDSICIAZPBEAgDEE7OgB0IAxB2ABqIAxB9ABqIAggCCACIAprahAcIAwoAlhBAXEiAgR/IAwoAlwgCGsFIAcLIAZqIA0gAhshAgsgBiEIAkAgAiAGTQ0AIAkgBiAGIAlJGyEHA0AgByAIRg1IIAQgCGotAAAiCkEJRyAKQSBHcQ0BIAIgCEEBaiIIRw0ACyACIQgLIAIhCgJAIAIgCE0NACAEQQFrIQ4DQCAKQQFrIgcgCU8NSCAKIA5qLQAAIg9BCUcgD0EgR3ENASAHIgogCEsNAAsgCCEKCyAIIApGBEAgA0EGOgAmIANBAjoAJCADQbmWwAApAAA3AGwgA0HBlsAA/QAAAP0LAHQgA0HPlsAAKQAANwCCAQwGCyAIIApPDQAgCCAJIAggCUsbIQ4gCCEHA0AgByAORg1HIAQgB2otAAAtAICAQARAIAogB0EBaiIHRg0CDAELCyADQQY6ACYgA0ECOgAkIANB15bAAP0AAAD9CwBsIANB55bAAP0AAAD9CwB8IANB9pbAACkAADcAiwEMDAsgPkIAUgRAIAVBEGpBgYAETw1KIAMoAiAhByADKAL4AiAFakEUOgAAIAMoAvgCIAVqQQFqIAAgB2o2AAAgAygC+AIgBWpBBWogASAAazYAACAFQQlqIQULAkACfyAoRQRAID1QDQIgBUEQakGAgARLDUwgAygCICAIaiEHIAogCGsMAQsgPVANASAFQRBqQYCABEsNSyADKAIgIAZqIQcgCiAGa0EBagshACADKAL4AiAFakEVOgAAIAMoAvgCIAVqQQFqIAc2AAAgAygC+AIgBWpBBWogADYAACAFQQlqIQULIA0iCiACTwRAIAxBOzoAdCAMQdAAaiAMQfQAaiACIARqIgEgEhAcIAwoAlBBAXEiBgR/IAwoAlQgAWsFIAALIAJqIA0gBhshCgsCQCACIApJBEAgCSACayIAQQAgACAJTRshACAKIAJrIQEgAiAEaiEHA0AgAEUNSCAHLQAAIgJBCUcgAkEgR3ENAiAAQQFrIQAgB0EBaiEHIAFBAWsiAQ0ACwsCQCAKIA1PBEAgAykDMEIAUg0BIDZCAFIEQCAFQRBqQYGABE8NTSADKAIgIQAgAygC+AIgBWpBFzoAACADKAL4AiAFakEBaiAANgAAIAMoAvgCIAVqQQVqQQA2AAAgBUEJaiEFCyANQQJqIQBBACEHIAMtACRBAkYNOiADQQ06ACQMOgsgCkEBaiEAQQAhBww5CyANQQJqIQBBACEHIAMtACRBAkYNOCADQQw6ACQMOAsgA0EGOgAmIANBAjoAJCADQf6WwAApAAA3AGwgA0GGl8AA/QAAAP0LAHQgA0GWl8AA/QAAAP0LAIQBIANBo5fAACkAADcAkQFBmQEhC0EtDEgLIANBBjoAJiADQQI6ACQgA0G5lsAAKQAANwBsIANBwZbAAP0AAAD9CwB0IANBz5bAACkAADcAggEMAwsgA0EGOgAmIANBAjoAJCADQduVwAD9AAAA/QsAbCADQeuVwAD9AAAA/QsAfCADQfuVwAD9AAAA/QsAjAEMBgsgACABTw0vIAL9AAAA/QwNDQ0NDQ0NDQ0NDQ0NDQ0N/SP9ZCIARQ0vIAIgAGhqIQALQQEhESAAIARrIgFBAWoiByALRg1FIAcgCU8NQQJAAkACQCAEIAdqIgItAABBCkYEQCAEIQACQAJAIAFBDksEQCAA/QAAAP0MOzs7Ozs7Ozs7Ozs7Ozs7O/0j/WQiAARAIAQgAGhqIQAMBgsgBEEQIARBD3EiBmsiB2ohAAJAAkAgAUE/SQ0AIAcgAUE/a0sNACACQUBqIQcgBCAGa0EgaiEAA0AgAP0ABAD9DDs7Ozs7Ozs7Ozs7Ozs7Ozv9IyJKIABBEGsiBv0ABAD9DDs7Ozs7Ozs7Ozs7Ozs7Ozv9IyJL/VAgAEEQav0ABAD9DDs7Ozs7Ozs7Ozs7Ozs7Ozv9IyJM/VAgAEEgav0ABAD9DDs7Ozs7Ozs7Ozs7Ozs7Ozv9IyJN/VD9ZA0CIABBQGshACAGQUBrIAdNDQALIABBEGshAAsgACACQRBrIgdLDQUDQCAA/QAAAP0MOzs7Ozs7Ozs7Ozs7Ozs7O/0j/WQiBkUEQCAHIABBEGoiAE8NAQwHCwsgACAGaGogBGshBgwHCyBL/WQiAg0BIEr9ZCICDQIgTP1kIgJFBEAgACBN/WRoakEgaiAEayEGDAcLIAAgAmhqQRBqIARrIQYMBgsDQCAALQAAQTtGDQUgAEEBaiEAIAdBAWsiBw0ACyABIQYMBQsgACACaGpBEGsgBGshBgwECyAAIAJoaiAEayEGDAMLIANBBjoAJiADQQI6ACQgA0GuisAAKQAANwBsIANBs4rAACkAADcAcQxFCyABIQYgACACTw0BIAf9AAAA/Qw7Ozs7Ozs7Ozs7Ozs7Ozs7/SP9ZCIARQ0BIAcgAGhqIARrIQYMAQsgACAEayEGCyAGRQRAIANBBjoAJiADQQI6ACQgA0HhlMAAKQAANwBsIANB6ZTAAP0AAAD9CwB0IANB95TAACkAADcAggEMAQsgBkEQTQRAQQAhAEIAIS8DQCAAIAlGDUMCQCAAIARqLQAAIgJBMGsiB0H/AXFBCkkNACACQeEAa0H/AXFBBk8EQCACQcEAa0H/AXFBBk8EQCADQQY6ACYgA0ECOgAkIANB4ZTAACkAADcAbCADQemUwAD9AAAA/QsAdCADQfeUwAApAAA3AIIBDAULIAJBN2shBwwBCyACQdcAayEHCyAHrUL/AYMgL0IEhnwhLyAGIABBAWoiAEcNAAsgAyAvNwNAIAMgLzcDMCBGQgBSBEAgBUEQakGBgARPDUcgAygCICEAIAMoAvgCIAVqQRM6AAAgAygC+AIgBWpBAWogADYAACADKAL4AiAFakEFaiAGNgAAIAVBCWohBQsCQCABIAZNBEAgA0EBOgAUIAMpAzBCAFINASA/QgBSBEAgBUEQakGBgARPDUkgAygCICEAIAMoAvgCIAVqQRY6AAAgAygC+AIgBWpBAWogAEEDajYAACADKAL4AiAFakEFakEANgAAIAVBCWohBQsgNkIAUgRAIAVBEGpBgYAETw1JIAMoAiAhACADKAL4AiAFakEXOgAAIAMoAvgCIAVqQQFqIABBA2o2AAAgAygC+AIgBWpBBWpBADYAACAFQQlqIQULIAFBAmohAEEAIQcgAy0AJEECRg02IANBDToAJAw2CyAGQQFqIQBBACEHIAMtACRBAkYNNSADQQs6ACQMNQsgAUECaiEAQQAhByADLQAkQQJGDTQgA0EMOgAkDDQLIANBDzoAJiADQQI6ACQgA0H/lMAAKQAANwBsIANBh5XAAP0AAAD9CwB0IANBl5XAAC0AADoAhAFBhQEhC0EZDEQLQYoBIQtBHgxDCyADQQA6ABYgA0EAOgAUIAENAQwzCyADQQA6ABYgA0EAOgAUIAENAAwyCyADQQ46ACQMMgtBnAEhC0EwDD8LIAAgBk8NDiAH/QAAAP0MOjo6Ojo6Ojo6Ojo6Ojo6Ov0j/WQiAEUNDiAHIABoaiEACyAAIARGDQ0gACAEayINQQFqIQYCQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQCAELQAAIgBBwwBrDjMBAAAAAAAAAAAAAAAAAAAAAAEBAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAQEAC0EAIQADQCAAIAlGDVMgACAEai0AAC0AgIBABEAgDSAAQQFqIgBGDQMMAQsLDCULIAkgDUkNUSADKAJIIQgCQAJAAkACQCANQQdrDgsDISECISEhACEhASELIA0hByAEIABBIHJB4wBHDSEaIAQgBC0AAUEgckHvAEcNIRogBCAELQACQSByQe4ARw0hGiAEIAQtAANBIHJB9ABHDSEaIAQgBC0ABEEgckHlAEcNIRogBCAELQAFQSByQe4ARw0hGiAEIAQtAAZBIHJB9ABHDSEaIAQgBC0AB0EtRw0hGiAEIAQtAAhBIHJB7ABHDSEaIAQgBC0ACUEgckHlAEcNIRogBCAELQAKQSByQe4ARw0hGiAEIAQtAAtBIHJB5wBHDSEaIAQgBC0ADEEgckH0AEcNIRogBCAELQANQSByQegARw0hGiADLQBODQQgCEF+cUHMAUcgCEHkAGtB5ABPcUUEQCADQQc6ACYgA0ECOgAkIANBgYzAACkAADcAbCADQYmMwAD9AAAA/QsAdCADQZmMwAD9AAAA/QsAhAEgA0GpjMAA/QAAAP0LAJQBIANBuYzAACgAADYApAFBqAEhC0E8DFgLAkACQCADLQBNRQRAQQ8hByAGIAEiAE8NHyAAIARqQQFrIgItAAAiCEEgRiIKRSAIQQlHcQ0CIABBEEsNAQweCyADQQ06ACYgA0ECOgAkIANB/ozAAP0AAAD9CwBsIANBjo3AAP0AAAD9CwB8IANBnY3AACkAADcAiwEMHAsgBiAJTw1VIAQgBmotAABBIEcNHCAELQAQIgBBCUYNHCAAQSBGDRwgAi0AACIAQQlGDRwgAEEgRg0cDBoLQRAgBiAEIAZqLQAAIgJBIEYbIgcgAU8NGCAEIAdqLQAAIgZBCUYNFyAGQSBHDR0MFwsgDSEHIAQgAEEgckH0AEcNIBogBCAELQABQSByQfIARw0gGiAEIAQtAAJBIHJB4QBHDSAaIAQgBC0AA0EgckHuAEcNIBogBCAELQAEQSByQfMARw0gGiAEIAQtAAVBIHJB5gBHDSAaIAQgBC0ABkEgckHlAEcNIBogBCAELQAHQSByQfIARw0gGiAEIAQtAAhBLUcNIBogBCAELQAJQSByQeUARw0gGiAEIAQtAApBIHJB7gBHDSAaIAQgBC0AC0EgckHjAEcNIBogBCAELQAMQSByQe8ARw0gGiAEIAQtAA1BIHJB5ABHDSAaIAQgBC0ADkEgckHpAEcNIBogBCAELQAPQSByQe4ARw0gGiAEIAQtABBBIHJB5wBHDSAaIAMtAE0NBCAIQcwBa0ECSQ0VIAhBsAJGDRUgCEHkAGtB5ABJDRUgAUETTQRAQRIhByABIgBBE0cNEwwSCyAGIAlPDVMgBCAGai0AAEEgRw0RIAQtABMiAEEJRg0RIABBIEYNESABIARqQQFrLQAAIgZBCUYNEUETIQcgASEAIAZBIEYNEQwTCyANIQcgBCAAQSByQeMARw0fGiAEIAQtAAFBIHJB7wBHDR8aIAQgBC0AAkEgckHuAEcNHxogBCAELQADQSByQe4ARw0fGiAEIAQtAARBIHJB5QBHDR8aIAQgBC0ABUEgckHjAEcNHxogBCAELQAGQSByQfQARw0fGiAEIAQtAAdBIHJB6QBHDR8aIAQgBC0ACEEgckHvAEcNHxogBCAELQAJQSByQe4ARw0fGiABQQxNBEBBCyEHIAEiAEEMRw0ODA0LIAYgCU8NUiAEIAZqLQAAQSBHDQwgBC0ADCIAQQlGDQwgAEEgRg0MIAEgBGpBAWstAAAiBkEJRg0MQQwhByABIQAgBkEgRg0MDA4LAkACQCAAQdQAaw4iAAEfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8AAR8LAkAgBC0AAUEgckHyAEcNACAELQACQSByQeEARw0AIAQtAANBIHJB6QBHDQAgBC0ABEEgckHsAEcNACAELQAFQSByQeUARw0AIAQtAAZBIHJB8gBHDQAgA0EBOgBTIAFBCU0EQEEIIQcgASIAQQlHDQwMCwsgBiAJTw1TIAQgBmotAABBIEcNCiAELQAJIgBBCUYNCiAAQSBGDQpBCSEHIAEgBGpBAWstAAAiAkEJRg0KIAEhACACQSBGDQoMJQsgDSEHIAQgAEHVAEcNHxoLIA0hByAEIAQtAAFBIHJB8ABHDR4aIAQgBC0AAkEgckHnAEcNHhogBCAELQADQSByQfIARw0eGiAEIAQtAARBIHJB4QBHDR4aIAQgBC0ABUEgckHkAEcNHhogBCAELQAGQSByQeUARw0eGiABQQlNBEBBCCEHIAEiAEEJRw0GDAULIAYgCU8NUSAEIAZqLQAAQSBHDQQgBC0ACSIAQQlGDQQgAEEgRg0EQQkhByABIARqQQFrLQAAIgZBCUYNBCABIQAgBkEgRg0EDAYLIBpFDSAgDUECaiIHIAFPDQIgBiAJTw1QIAQgBmotAABBIEcNAiAEIAdqLQAAIgBBCUYNAiAAQSBGDQIgASAEakEBay0AACICQQlGDQIgASEAIAJBIEcNIgwCCyADQQc6ACYgA0ECOgAkIANB7ABqQaWNwABByQD8CgAAQbUBIQtByQAMUgsgA0EIOgAmIANBAjoAJCADQewAakGMkMAAQckA/AoAAEG1ASELQckADFELAkAgASAGTQ0AA0AgBCAGai0AACIAQQlHIABBIEdxDQEgBkEBaiIGIAFHDQALDBwLDBwLQQghBwNAAkAgBCAHai0AACIAQQlGDQAgAEEgRg0AIAEgB00EQCABIQAMAwsgBEEBayEGIAEhAANAIABBAWsiAiAJTw1PIAAgBmotAAAiCEEJRyAIQSBHcQ0DIAIiACAHSw0ACwwECyABIAdBAWoiB0cNAAsMAgsgACAHRg0BIABBAWohAgsgBEEBayETIAIgBGohEiAHIQYDQAJAIAAgBk0NACAGIAlPDUwgBCAGai0AACICQQlGBEAgBkEBaiEGDAILIAJBIEcNACAGQQFqIQYMAQsCQCAAIAZGDQACQAJAAn8gACAAIAlPDQAaIAAgACAGSQ0AGiAMQSw6AHQgDEE4aiAMQfQAaiAEIAZqIgggEhAcIAwoAjhBAXEiCgR/IAwoAjwgCGsFIAILIAZqIAAgChsLIgogBkEBaiIITQ0AIAYgCU8NTiAEIAZqLQAAQSBHDQAgCCAJTw1OIAQgCGotAAAiAkEJRg0AIAJBIEYNACAKQQFrIgIgCU8NTiACIARqLQAAIg5BCUYNACAKIQIgDkEgRw0BCwJAAn8CQCAGIApPDQAgBiAJIAYgCUsbIQIDQCACIAZGDVEgBCAGai0AACIIQQlHIAhBIEdxDQEgCiAGQQFqIgZHDQALIAoMAQsgBgsiCCAKIgJPDQADQCACQQFrIgYgCU8NTyACIBNqLQAAIg5BCUcgDkEgR3ENASAGIQIgBiAISw0ACyAIIQILIAIgCEcNACADQQY6ACYgA0ECOgAkIANBsZHAACkAADcAbCADQbmRwAD9AAAA/QsAdCADQcaRwAApAAA3AIEBDCMLAkACQAJ/IAIgAiAJTyIWDQAaIAIgAiAISQ0AGiAMQS86AHQgDEEwaiAMQfQAaiAEIAhqIg4gAiAEakEBahAcIAwoAjBBAXEiDwR/IAwoAjQgDmsFIAYLIAhqIAIgDxsLIg8gCEYNACAIIA9PDQEgCSAIayIGQQAgBiAJTRshBiAPIAhrIQ4gBCAIaiEIA0AgBkUNTyAILQAALQCAgEBFDQEgBkEBayEGIAhBAWohCCAOQQFrIg4NAAsMAQsgA0EGOgAmIANBAjoAJCADQc6RwAApAAA3AGwgA0HWkcAA/QAAAP0LAHQgA0HmkcAAKAAANgCEAQwpCwJAIAIgD00NACAPQQFqIQYCQCAWRQRAIAxBLzoAdCAMQShqIAxB9ABqIAQgBmoiCCAIIAIgD2tqEBwgDCgCKEEBcQ0BCyACIAZGDQAgAiAGTQ0BA0AgBiAJTw1PIAQgBmotAAAtAICAQEUNASAGQQFqIgYgAkcNAAsMAQsgA0EGOgAmIANBAjoAJCADQc6RwAApAAA3AGwgA0HWkcAA/QAAAP0LAHQgA0HmkcAAKAAANgCEAQwpCyAAIApGDQAgCkEBaiEGDAELCyADQQE6AFIMHAsgA0EGOgAmIANBAjoAJCADQbGRwAApAAA3AGwgA0G5kcAA/QAAAP0LAHQgA0HGkcAAKQAANwCBAQwfC0EIIQcDQAJAIAQgB2otAAAiAEEJRg0AIABBIEYNACABIAdNBEAgASEADAMLIARBAWshBiABIQADQCAAQQFrIgIgCU8NSyAAIAZqLQAAIghBCUcgCEEgR3ENAyACIgAgB0sNAAsMAwsgASAHQQFqIgdHDQALDAELIAAgB0cNGQsgA0EGOgAmIANBAjoAJCADQZSRwAApAAA3AGwgA0GckcAA/QAAAP0LAHQgA0GpkcAAKQAANwCBAQwcC0ELIQcDQAJAIAQgB2otAAAiAEEJRg0AIABBIEYNACABIAdNBEAgASEADAMLIARBAWshCCABIQADQCAAQQFrIgYgCU8NSCAAIAhqLQAAIgJBCUcgAkEgR3ENAyAGIgAgB0sNAAsMBAsgASAHQQFqIgdHDQALDAILIAAgB0YNAQsgACAJSw1DIAAgB0kNQyAEIAdqIQYCQAJAAkACQCAAIAdrQQVrDgYAAwIDAwEDCyAGLQAAQSByQeMARw0CIAYtAAFBIHJB7ABHDQIgBi0AAkEgckHvAEcNAiAGLQADQSByQfMARw0CIAYtAARBIHJB5QBHDQIgA0EBOgBQDBgLIAYtAABBIHJB6wBHDQEgBi0AAUEgckHlAEcNASAGLQACQSByQeUARw0BIAYtAANBIHJB8ABHDQEgBi0ABEEtRw0BIAYtAAVBIHJB4QBHDQEgBi0ABkEgckHsAEcNASAGLQAHQSByQekARw0BIAYtAAhBIHJB9gBHDQEgBi0ACUEgckHlAEcNAQwXCyAGLQAAQSByQfUARw0AIAYtAAFBIHJB8ABHDQAgBi0AAkEgckHnAEcNACAGLQADQSByQfIARw0AIAYtAARBIHJB4QBHDQAgBi0ABUEgckHkAEcNACAGLQAGQSByQeUARw0AIANBAToAUQwWCyAEQQFrIQ8gACAEakEBaiETIAchBgNAAkAgACAGTQ0AIAQgBmotAAAiAkEJRgRAIAZBAWohBgwCCyACQSBHDQAgBkEBaiEGDAELIAAgBkYNFgJAAkACfyAAIAAgCU8NABogACAAIAZJDQAaIAxBLDoAdCAMQSBqIAxB9ABqIAQgBmoiCCATEBwgDCgCIEEBcSIKBH8gDCgCJCAIawUgAgsgBmogACAKGwsiCiAGQQFqIghNDQAgBiAJTw1GIAQgBmotAABBIEcNACAIIAlPDUYgBCAIai0AACICQQlGDQAgAkEgRg0AIApBAWsiAiAJTw1GIAIgBGotAAAiDkEJRg0AIAohAiAOQSBHDQELAkACfwJAIAYgCk8NACAGIAkgBiAJSxshAgNAIAIgBkYNSSAEIAZqLQAAIghBCUcgCEEgR3ENASAKIAZBAWoiBkcNAAsgCgwBCyAGCyIIIAoiAk8NAANAIAJBAWsiBiAJTw1HIAIgD2otAAAiDkEJRyAOQSBHcQ0BIAYiAiAISw0ACyAIIQILIAIgCEcNAAwCCyACIAlLDUQgAiAISQ1EIAQgCGohBgJAAkACQAJAAkAgAiAIayIOQQVrDgYAAwEDAwIDCyAGLQAAQSByQeMARw0CIAYtAAFBIHJB7ABHDQIgBi0AAkEgckHvAEcNAiAGLQADQSByQfMARw0CIAYtAARBIHJB5QBHDQIgA0EBOgBQDAMLIAYtAABBIHJB9QBHDQEgBi0AAUEgckHwAEcNASAGLQACQSByQecARw0BIAYtAANBIHJB8gBHDQEgBi0ABEEgckHhAEcNASAGLQAFQSByQeQARw0BIAYtAAZBIHJB5QBHDQEgA0EBOgBRDAILIAYtAABBIHJB6wBHDQAgBi0AAUEgckHlAEcNACAGLQACQSByQeUARw0AIAYtAANBIHJB8ABHDQAgBi0ABEEtRw0AIAYtAAVBIHJB4QBHDQAgBi0ABkEgckHsAEcNACAGLQAHQSByQekARw0AIAYtAAhBIHJB9gBHDQAgBi0ACUEgckHlAEYNAQsCQCACIAhGDQAgAiAITQ0BA0AgBi0AAC0AgIBARQ0BIAZBAWohBiAOQQFrIg4NAAsMAQsgA0EGOgAmIANBAjoAJCADQfWQwAApAAA3AGwgA0H9kMAA/QAAAP0LAHQgA0GMkcAAKQAANwCDAQwkCyAAIApGDRYgCkEBaiEGDAALAAsgA0EGOgAmIANBAjoAJCADQdWQwAD9AAAA/QsAbCADQeWQwAD9AAAA/QsAfEGMASELQSAMRQtBEiEHA0ACQCAEIAdqLQAAIgBBCUYNACAAQSBGDQAgASAHTQRAIAEhAAwDCyAEQQFrIQggASEAA0AgAEEBayIGIAlPDUQgACAIai0AACICQQlHIAJBIEdxDQMgBiIAIAdLDQALDAQLIAEgB0EBaiIHRw0ACwwCCyAAIAdGDQELIANBAToATiAAIAlLDT8gACAHSQ0/AkAgACAHa0EHRgRAIAQgB2oiBjUAACAGQQZqMQAAQjCGIAZBBGozAABCIIaEhELj0NXztq2ZMlENAQsgBEEBayEPIAAgBGpBAWohEyADLQBPIQ4gByEGA0ACQCAAIAZNDQAgBCAGai0AACICQQlGBEAgBkEBaiEGDAILIAJBIEcNACAGQQFqIQYMAQsgACAGRg0TAkACQAJ/IAAgACAJTw0AGiAAIAAgBkkNABogDEEsOgB0IAxBGGogDEH0AGogBCAGaiIIIBMQHCAMKAIYQQFxIgoEfyAMKAIcIAhrBSACCyAGaiAAIAobCyIIIAZBAWoiCk0NACAGIAlPDUMgBCAGai0AAEEgRw0AIAkgCk0NQyAEIApqLQAAIgJBCUYNACACQSBGDQAgCEEBayICIAlPDUMgAiAEai0AACISQQlGDQAgCCECIBJBIEcNAQsCfwJAIAYgCE8NACAGIAkgBiAJSxshAgNAIAIgBkYNRSAEIAZqLQAAIgpBCUcgCkEgR3ENASAIIAZBAWoiBkcNAAsgCAwBCyAGCyEKAkAgCiAIIgJPDQADQCACQQFrIgYgCU8NRCACIA9qLQAAIhJBCUcgEkEgR3ENASAGIgIgCksNAAsgCiECCyACIApHDQAgA0EGOgAmIANBAjoAJCADQa2OwAD9AAAA/QsAbCADQb2OwAD9AAAA/QsAfCADQcyOwAApAAA3AIsBDAgLIANBAToATiACIAlLDUEgAiAKSQ1BAkACQCACIAprQQdHDQAgBCAKaiIGLQAAQSByQeMARw0AIAYtAAFBIHJB6ABHDQAgBi0AAkEgckH1AEcNACAGLQADQSByQe4ARw0AIAYtAARBIHJB6wBHDQAgBi0ABUEgckHlAEcNACAGLQAGQSByQeQARw0AIA5BAXFFBEBBASEOIANBAToATwwCCyADQQ46ACYgA0ECOgAkIANB7ABqQdSOwABB6wD8CgAAQdcBIQtB6wAMRgsgDkEBcUEAIQ5FDQAgA0EOOgAmIANBAjoAJCADQewAakG/j8AAQc0A/AoAAEG5ASELQc0ADEULIAAgCEYNEyAIQQFqIQYMAAsACyADLQBPRQRAIANBAToATwwSCyADQQ46ACYgA0ECOgAkIANB7ABqQdSOwABB6wD8CgAAQdcBIQtB6wAMQgsgA0EGOgAmIANBAjoAJCADQa2OwAD9AAAA/QsAbCADQb2OwAD9AAAA/QsAfCADQcyOwAApAAA3AIsBDAQLIANBCDoAJiADQQI6ACQgA0HujcAAKQAANwBsIANB9o3AAP0AAAD9CwB0IANBho7AAP0AAAD9CwCEASADQZaOwAD9AAAA/QsAlAEgA0GljsAAKQAANwCjAUGrASELQT8MQAsgAUERSQ0AIAJBIEcNACAELQAQIgBBCUYNACAAQSBGDQAgCkUNAQtBDyEHAkADQAJAAkAgBCAHai0AACIAQQlGDQAgAEEgRg0AIAcgASIATw0BIARBAWshBgNAIABBAWsiAiAJTw1AIAAgBmotAAAiCEEJRyAIQSBHcQ0CIAIiACAHSw0ACwwDCyABIAdBAWoiB0cNAQwCCwsgACAHRw0FCyADQQY6ACYgA0ECOgAkIANBvYzAAP0AAAD9CwBsIANBzYzAAP0AAAD9CwB8IANB3YzAACgAADYAjAEMBgtBECEHIAEhAAwDC0GTASELQScMPAsDQAJAIAQgB2otAAAiAEEJRg0AIABBIEYNACABIAdNBEAgASEADAMLIARBAWshBiABIQADQCAAQQFrIgIgCU8NOyAAIAZqLQAAIghBCUcgCEEgR3ENAyACIgAgB0sNAAsMBAsgASAHQQFqIgdHDQALDAILIAAgB0YNAQsgACAHayIIQRNNBEBCACEvIAAgB0sEQCAJIAdrIgJBACACIAlNGyEGIAQgB2ohAgNAIAZFDTkgAi0AAEEwayIKQf8BcUEKTwRAIANBDToAJiADQQI6ACQgA0HhjMAAKQAANwBsIANB6YzAAP0AAAD9CwB0IANB9ozAACkAADcAgQEMEAsgL0IKfiAKrUL/AYN8IS8gBkEBayEGIAJBAWohAiAIQQFrIggNAAsLIAMgLzcDOCADIC83AyggA0EBOgBNDAkLIANBDToAJiADQQI6ACQgA0HhjMAAKQAANwBsIANB6YzAAP0AAAD9CwB0IANB9ozAACkAADcAgQEMDAsgA0EGOgAmIANBAjoAJCADQb2MwAD9AAAA/QsAbCADQc2MwAD9AAAA/QsAfCADQd2MwAAoAAA2AIwBC0GQASELQSQMNwsgDSEHIAQLIQACQANAIAAtAAAtAICAQARAIABBAWohACAHQQFrIgcNAQwCCwsMBgsgGkUNAgJAIA1BAmoiByABTw0AIAYgCU8NMyAEIAZqLQAAQSBHDQAgBCAHai0AACIAQQlGDQAgAEEgRg0AIAEgBGpBAWstAAAiAkEJRg0AIAEhACACQSBHDQULIAEgBk0NAQNAIAQgBmotAAAiAEEJRyAAQSBHcQ0CIAEgBkEBaiIGRw0ACwsgASIAIQcMAwsgASAGTQ0AIARBAWshByABIQADQCAAQQFrIgIgCU8NMSAAIAdqLQAAIghBCUcgCEEgR3ENAiACIgAgBksNAAsgBiIAIQcMAgsgASEACyAGIQcLICVFBEAgBUEQakGAgARLDTIgAygCICECIAMoAvgCIAVqQQ46AAAgAygC+AIgBWpBAWogAjYAACADKAL4AiAFakEFaiANNgAAIAVBCWohBQsgBSAkRQ0YGiAFQRBqQYCABEsNMSAAIAdrIQYgAygCICAHaiERQQ8hAAwXCyADQQY6ACYgA0ECOgAkIANB6pHAAP0AAAD9CwBsIANB+pHAAP0AAAD9CwB8IANBiZLAACgAADYAiwFBjwEhC0EjDC8LIAAgAU8NIiAC/QAAAP0MDQ0NDQ0NDQ0NDQ0NDQ0NDf0j/WQiAEUNIiACIABoaiEAC0EBIREgACAEayICQQFqIgEgC0YNLiABIAlPDSoCQCABIARqLQAAQQpGBEBBACEHIAAgBEcNAUECIQAMHgsgA0EGOgAmIANBAjoAJCADQa6KwAApAAA3AGwgA0GzisAAKQAANwBxDCwLIAJBDUkNAiAVQgA3AwAgA0EAOgAVIBX9DAAAAAAAAAAAAAAAAAAAAAD9CwMIIBX9DAAAAAAAAAAAAAAAAAAAAAD9CwMYIBVBADYCKCAELQAIQSBGDQEgA0EGOgAmIANBAjoAJCADQbWLwAApAAA3AGwgA0G9i8AA/QAAAP0LAHQgA0HKi8AAKQAANwCBAQtBiQEhC0EdDCwLIAQtAABByABHDQggBC0AAUHUAEcNCAJAIAQtAAJB1ABHDQAgBC0AA0HQAEcNACAELQAEQS9HDQAgBC0ABUExRw0AIAQtAAZBLkcNACAELQAHQTFHDQAgBC0ACUEwa0H/AXEiCkEKTw0EIAQtAApBMGsiDUH/AXFBCUsNBCAELQALQTBrQf8BcSIOQQlLDQQgBC0ADEEgRw0CAkAgAkENRiIPDQACfyAEQQ1qIQggAkENayEGQQAhAAJAA0AgBiAAQRBqIgFJBEAgACAGSQ0CQQEMAwsgACAIaiABIQD9AAAAIkr9DH9/f39/f39/f39/f39/f3/9IyBK/QwJCQkJCQkJCQkJCQkJCQkJ/SQgSv0MICAgICAgICAgICAgICAgIP0m/U79UP1TRQ0AC0EADAELIAYgAGshASAAIAhqIQADQAJAIAAtAAAiBkEgTwRAIAZB/wBHDQFBAAwDCyAGQQlGDQBBAAwCCyAAQQFqIQAgAUEBayIBDQALQQELDQAgA0EGOgAmIANBAjoAJCADQeuKwAApAAA3AGwgA0HzisAA/QAAAP0LAHQgA0GCi8AAKQAANwCDAQwJCyADIApB5ABsIA1BCmxB/gFxaiAOajYCSCAhRQ0DIDxCAFIEQCAFQRBqQYGABE8NLiADKAIgIQAgAygC+AIgBWpBCjoAACADKAL4AiAFakEBaiAANgAAIAMoAvgCIAVqQQVqQQQ2AAAgBUEJaiEFCyA7QgBSBEAgBUEQakGBgARPDS4gAygCICEAIAMoAvgCIAVqQQs6AAAgAygC+AIgBWpBAWogAEEFajYAACADKAL4AiAFakEFakEDNgAAIAVBCWohBQsgQ0IAUgRAIAVBEGpBgYAETw0uIAMoAiAhACADKAL4AiAFakEMOgAAIAMoAvgCIAVqQQFqIABBCWo2AAAgAygC+AIgBWpBBWpBAzYAACAFQQlqIQULIEJQDQMgDw0DIAVBEGpBgIAESw0tIAMoAiAhACADKAL4AiAFakENOgAAIAMoAvgCIAVqQQFqIABBDWo2AAAgAygC+AIgBWpBBWogAkENazYAACAFQQlqIQUMAwsgBC0AAkHUAEcNCCAELQADQdAARw0IIAQtAARBL0cNCCADQRE6ACYgA0ECOgAkIANBhonAACkAADcAbCADQY6JwAD9AAAA/QsAdAwMCyADQQY6ACYgA0ECOgAkIANB0ovAAP0AAAD9CwBsIANB34vAACkAADcAeQwhCyADQQw6ACYgA0ECOgAkIANBiovAACkAADcAbCADQZKLwAD9AAAA/QsAdCADQaKLwAD9AAAA/QsAhAEgA0Gxi8AAKAAANgCTAUGXASELQSsMKQsgAkECaiEAIAMtACRBAkYNFyADQQY6ACQMFwsgA0EMOgAmIANBAjoAJCADQc+KwAApAAA3AGwgA0HXisAA/QAAAP0LAHQgA0HnisAAKAAANgCEAQtBiAEhC0EcDCYLIAAgAU8NGyAC/QAAAP0MDQ0NDQ0NDQ0NDQ0NDQ0NDf0j/WQiAEUNGyACIABoaiEAC0EBIREgACAEayIKQQFqIgEgC0YNJSABIAlPDSECQCABIARqIgEtAABBCkYEQEEAIQcgACAERw0BQQIhAAwVCyADQQY6ACYgA0ECOgAkIANBrorAACkAADcAbCADQbOKwAApAAA3AHEMIwsCQAJAAkACfwJAIApBDk8EQCAVQgA3AwAgA0EAOgAVIBX9DAAAAAAAAAAAAAAAAAAAAAD9CwMIIBX9DAAAAAAAAAAAAAAAAAAAAAD9CwMYIBVBADYCKCAMQSA6AHQgDEEQaiAMQfQAaiAEIAEQHAJAIAwoAhBBAXEEQCAMKAIUIgAgBEcNAQsgA0EGOgAmIANBAjoAJCADQf2JwAApAAA3AGwgA0GFisAA/QAAAP0LAHQgA0GUisAAKAAANgCDAUGHASELQRsMKwsCQAJAIAogACAEayICTQ0AIAxBIDoAdCAMQQhqIAxB9ABqIAQgAkEBaiIGaiIAIAAgCiACa2oQHCAMKAIIQQFxRQ0AIAwoAgwiASAARw0BCyADQQY6ACYgA0ECOgAkIANB5YnAACkAADcAbCADQe2JwAD9AAAA/QsAdAwMCwJAAkAgCiABIABrIgggBmoiE0EBaiINSQ0AIAxBLzoAdCAMIAxB9ABqIAQgDWoiDyAPIAogE2tqEBwgDCgCAEEBcUUNACAMKAIEIhIgD0cNAQsgA0EGOgAmIANBAjoAJCADQcOJwAD9AAAA/QsAbCADQdOJwAD9AAAA/QsAfCADQeOJwAAvAAA7AIwBQY4BIQtBIgwrCyACIAlLDScCQAJAAkACQAJAAkACQCACQQNrDgUAAQIDBAYLAkAgBC0AAEHHAGsOCgUGBgYGBgYGBgAGCwJAAkAgBC0AAUHSAGsOBAEHBwAHCyAELQACQdQARw0GQQQhAAwICyAELQACQckARw0FQQohAEEBDAgLAkACQCAELQAAQcgAaw4JAAYGBgYGBgYBBgsgBC0AAUHFAEcNBSAELQACQcEARw0FIAQtAANBxABHDQVBAiEADAcLIAQtAAFBzwBHDQQgBC0AAkHTAEcNBCAELQADQdQARw0EQQMhAAwGCwJAAkAgBC0AAEHQAGsOBQAFBQUBBQsgBC0AAUHBAEcNBCAELQACQdQARw0EIAQtAANBwwBHDQQgBC0ABEHIAEcNBEEJIQAMBgsgBC0AAUHSAEcNAyAELQACQcEARw0DIAQtAANBwwBHDQMgBC0ABEHFAEcNA0EIIQAMBQsgBC0AAEHEAEcNAiAELQABQcUARw0CIAQtAAJBzABHDQIgBC0AA0HFAEcNAiAELQAEQdQARw0CIAQtAAVBxQBHDQJBBSEADAQLAkACQCAELQAAQcMAaw4NAAMDAwMDAwMDAwMDAQMLIAQtAAFBzwBHDQIgBC0AAkHOAEcNAiAELQADQc4ARw0CIAQtAARBxQBHDQIgBC0ABUHDAEcNAiAELQAGQdQARw0CIANBAToAFUEGIQAMBAsgBC0AAUHQAEcNASAELQACQdQARw0BIAQtAANByQBHDQEgBC0ABEHPAEcNASAELQAFQc4ARw0BIAQtAAZB0wBHDQFBByEADAMLIAQtAAFBxQBGDQQLIANBADoATCACIQEgBCEADAQLIANBBjoAJiADQQI6ACQgA0GYisAA/QAAAP0LAGwgA0GmisAAKQAANwB6QYIBIQtBFgwpC0EACyEOIAMgADoATAwCCyADIAQtAAJB1ABGIg46AEwgAiEBIAQhACAORQ0AQQAhDgwBCwJAA0AgAC0AAC0AgIBARQ0BIABBAWohACABQQFrIgENAAtBACEODAELIANBBjoAJiADQQI6ACQgA0G6iMAAKQAANwBsIANBwojAAP0AAAD9CwB0DAYLIBIgD2siEiANaiEWIAghASAGIQACQANAIAAgCU8NIyAAIARqLQAALQCAhkAEQCAAQQFqIQAgAUEBayIBRQ0CDAELCyADQQY6ACYgA0ECOgAkIANB0ojAAP0AAAD9CwBsIANB34jAACkAADcAeQwcCyAKIBNBCWpHDQMgCiANa0EIRw0BIA8pAAAiL0LIqNGC9cWMlzBRDQIgL0LIqNGC9aWMlzFSDQEgDkUNBCADQRE6ACYgA0ECOgAkIANB54jAACkAADcAbCADQe+IwAD9AAAA/QsAdCADQf6IwAApAAA3AIMBC0GLASELQR8MIwsgA0EGOgAmIANBAjoAJCADQZ6JwAD9AAAA/QsAbEH8ACELQRAMIgsgDg0BIANBEToAJiADQQI6ACQgA0GGicAAKQAANwBsIANBjonAAP0AAAD9CwB0DAILIANBBjoAJiADQQI6ACQgA0GuicAA/QAAAP0LAGwgA0G7icAAKQAANwB5DBcLAkAgIkUNACBBQgBSBEAgBUEQakGBgARPDSIgAygCICEAIAMoAvgCIAVqQQg6AAAgAygC+AIgBWpBAWogADYAACADKAL4AiAFakEFaiACNgAAIAVBCWohBQsgQEIAUgRAIAVBEGpBgYAETw0iIAMoAiAhACADKAL4AiAFakEJOgAAIAMoAvgCIAVqQQFqIAAgBmo2AAAgAygC+AIgBWpBBWogCDYAACAFQQlqIQULIDxCAFIEQCAFQRBqQYGABE8NIiADKAIgIQAgAygC+AIgBWpBCjoAACADKAL4AiAFakEBaiAAIA1qNgAAIAMoAvgCIAVqQQVqIBI2AAAgBUEJaiEFCyA7UA0AIAVBEGpBgIAESw0hIAMoAiAhACADKAL4AiAFakELOgAAIAMoAvgCIAVqQQFqIAAgFkEBamo2AAAgAygC+AIgBWpBBWpBAzYAACAFQQlqIQULIApBAmohACADLQAkIQEgAy0ATEEKRgRAIAFBAkYNDyADQQU6ACQMDwsgAUECRg0OIANBBjoAJAwOC0GEASELQRgMHgtBACEHIAMtACRBAkYNFiADQQQ6ACQMFgsgBC8AAEGNFEcNAQtBACEHQQIhAAwKCyADQQE6ABECQCAdRQ0AIDlCAFIEQCAFQRBqQYGABE8NHSADKAIgIQAgAygC+AIgBWpBBToAACADKAL4AiAFakEBaiAANgAAIAMoAvgCIAVqQQVqQQA2AAAgBUEJaiEFCyA1UA0AIAVBEGpBgIAESw0cIAMoAiAhACADKAL4AiAFakEDOgAAIAMoAvgCIAVqQQFqIAA2AAAgAygC+AIgBWpBBWpBADYAACAFQQlqIQULQQAhByADLQAkQQJGDRMgA0EDOgAkDBMLQQAhByADLQAkQQJGDRIgA0EDOgAkDBILIAMoAvgCIAVqIAA6AAAgAygC+AIgBWpBAWogETYAACADKAL4AiAFakEFaiAGNgAAIAVBCWoLIQVBACEHIAFBAmoiAA0GDBALIAMoAgQgC0sNFyADQQY6ACYgA0ECOgAkIANBzJTAAP0AAAD9CwBsIANB2ZTAACkAADcAeQwNCyADKAIEIAtLBEBBASERDBcLIANBBjoAJiADQQI6ACQgA0HMlMAA/QAAAP0LAGwgA0HZlMAAKQAANwB5DAwLIC9QDRUgLyAwfCEwIC+nIQBBACEHIDdQDQMgBUEQakGAgARLDRUgAygCICEBIAMoAvgCIAVqQRg6AAAgAygC+AIgBWpBAWogATYAACADKAL4AiAFakEFaiAANgAAIAVBCWohBQwDCyAvUA0UIC8gMHwhMCAvpyEAAkACQAJAAkAgLyAyWgRAIAVBzf8Da0H//3tPDQEMGQsgN1ANAiAFQRBqQYGABEkNAQwYCyA3QgBSBEAgBUEQakGBgARPDRggAygCICEBIAMoAvgCIAVqQRg6AAAgAygC+AIgBWpBAWogATYAACADKAL4AiAFakEFaiAANgAAIAVBCWohBQsCQCA2QgBSBEAgBUEQakGBgARJDQEMGQsgA0EBOgAUIANCADcDOCAFQV5IDRgMAwsgAygCICEBIAMoAvgCIAVqQRc6AAAgAygC+AIgBWpBAWogACABajYAACADKAL4AiAFakEFakEANgAAIANBAToAFCADQgA3AzggBUEJaiEFDAILIAMoAiAhASADKAL4AiAFakEYOgAAIAMoAvgCIAVqQQFqIAE2AAAgAygC+AIgBWpBBWogADYAACAFQQlqIQULIAMgAykDOCAvfTcDOEEAIQcMAwsCQCAXRQ0AIDRCAFIEQCAFQXBIDRYgAygCICECIAMoAvgCIAVqIgFBBDoAACABQQVqQQA2AAAgAUEBaiAAIAJqNgAAIAVBCWohBQsgM1ANACAFQXBIDRUgAygCICECIAMoAvgCIAVqIgFBBzoAACABQQVqQQA2AAAgAUEBaiAAIAJqNgAAIAVBCWohBQsgA0EAOgAWIANBADoAFAJAAkAgAy0AUkEBRgRAIAMtABFBAXENAQsgAy0AUA0BIAMtACRBAkcNAkEAIQcMBAtBACEHIAMtACRBAkYNAyADQQ46ACQMAwsgGUUNASAFQXBIDRQgAygCICECIAMoAvgCIAVqIgFBAjoAACABQQVqQQA2AAAgAUEBaiACNgAAIAVBCWohBQwBC0EAIQcgA0EAOgAkDAELQQAhByADLQAkQQJGDQAgA0EBOgAkCyADIAMoAiAgAGo2AiAgACAJSw0NIAsgAGshCyAAIARqIQQgCSAAayEJDAkLIANBAToAFCAFQd//A2tB//97SQ0QAkAgF0UNACA0QgBSBEAgBUFwSA0SIAMoAiAhASADKAL4AiAFaiIAQQQ6AAAgAEEFakEANgAAIABBAWogATYAACAFQQlqIQULIDNQDQAgBUFwSA0RIAMoAiAhASADKAL4AiAFaiIAQQc6AAAgAEEFakEANgAAIABBAWogATYAACAFQQlqIQULIANBADoAFiADQQA6ABQLIAMtAFBBAUcNASAZBEAgBUFwSA0QIAMoAiAhASADKAL4AiAFaiIAQQI6AAAgAEEFakEANgAAIABBAWogATYAACAFQQlqIQULIANBAToAJAtBACEHDAYLQQAhByADQQA6ACQMBQsgAygCACALSwRAQQEhEQwNCyADQQY6ACYgA0ECOgAkIANBu4rAAP0AAAD9CwBsIANBy4rAACgAADYAfAtBgAEhC0EUDAoLIAMoAgAgC0sEQEEBIREMCwsgA0EGOgAmIANBAjoAJCADQaWIwAD9AAAA/QsAbCADQbKIwAApAAA3AHkLQYEBIQtBFQwIC0EAIQcgAy0AJEECRg0AIANBBDoAJAtBASERIAdBAXENByADLQAlQQFxRQ0ACwwGCwALIAMoAvgCQQA6AAAMBQsAC0H5ACELQQ0MAQsgA0EGOgAmIANBAjoAJCADQZaIwAApAAA3AGwgA0GdiMAAKQAANwBzQfsAIQtBDws6APQCQQAhESADIAtqQQA6AAALIAMgAykDGCADKAIgIgutfDcDGAJAIAMtABNFDQAgAygC8AIiAARAIAMoAuwCIAAQWAsgA0IANwLsAiALIBRPDQACQAJAIAlFBEBBASEADAELIAlBARBWIgBFDQEgCUUNACAAIAQgCfwKAAALIAMgADYC7AIgAyAJNgLwAgwBCwALAkACQCAuQgGDUCARcgRAICBFDQEMAgsgBUH6/wNrQf//e0kNACADKAL4AiAFaiIAQQE6AAAgAEEBaiADKAIgNgAAIABBBWogAy0AJjoAACAFQQZqIQULIAMoAvgCIAVqQQA6AAALAkAgAykDWCIuUA0AIC5CAYMhLyAuQoCAAoMhMCAuQgKDITEgLkIEgyEzIC5CCIMhNCAuQhCDITUgLkIggyE2IC5CwACDITcgLkKAAYMhMiAuQoACgyE5IC5CgASDITogLkKACIMhOyAuQoAQgyE8IC5CgCCDIT0gLkKAwACDIT4gLkKAgAGDIT8gLkKAgASDIUAgLkKAgAiDIUEgLkKAgBCDIUIgLkKAgCCDIUMgLkKAgMAAgyFEIC5CgICAAYMhRSAuQoCAgAKDIUYgLkKAgIAEgyFHIC5CgICACIMhOCAuQoCAgBCDIUggLkKAgIAggyFJIC5CgICAwACDIS4gAygCaCECIAMoAvgCIQZBACEEA0ACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgBCAGaiIALQAAQQFrDhwAAgMEBQYHCAkKCwwNDg8BEBESExQVFhcYGRobHwtBBiEBIC9QDRsgAiAAQQFqKAAAQQAQACAEQQZqIQQMHQtBEyEBIDBQDRogAiAAQQFqKAAAIABBBWovAAAgAEEHai0AAEEARyAAQQhqLQAAQQBHIABBCWotAABBAEcgAEEKai0AACAAQQtqKQAAuhABIARBE2ohBAwcC0EJIQEgMVANGSACIABBAWooAAAgAEEFaigAABACIARBCWohBAwbC0EJIQEgM1ANGCACIABBAWooAAAgAEEFaigAABADIARBCWohBAwaC0EJIQEgNFANFyACIABBAWooAAAgAEEFaigAABAEIARBCWohBAwZC0EJIQEgNVANFiACIABBAWooAAAgAEEFaigAABAFIARBCWohBAwYC0EJIQEgNlANFSACIABBAWooAAAgAEEFaigAABAGIARBCWohBAwXC0EJIQEgN1ANFCACIABBAWooAAAgAEEFaigAABAHIARBCWohBAwWC0EJIQEgMlANEyACIABBAWooAAAgAEEFaigAABAIIARBCWohBAwVC0EJIQEgOVANEiACIABBAWooAAAgAEEFaigAABAJIARBCWohBAwUC0EJIQEgOlANESACIABBAWooAAAgAEEFaigAABAKIARBCWohBAwTC0EJIQEgO1ANECACIABBAWooAAAgAEEFaigAABALIARBCWohBAwSC0EJIQEgPFANDyACIABBAWooAAAgAEEFaigAABAMIARBCWohBAwRC0EJIQEgPVANDiACIABBAWooAAAgAEEFaigAABANIARBCWohBAwQC0EJIQEgPlANDSACIABBAWooAAAgAEEFaigAABAOIARBCWohBAwPC0EJIQEgP1ANDCACIABBAWooAAAgAEEFaigAABAPIARBCWohBAwOC0EJIQEgQFANCyACIABBAWooAAAgAEEFaigAABAQIARBCWohBAwNC0EJIQEgQVANCiACIABBAWooAAAgAEEFaigAABARIARBCWohBAwMC0EJIQEgQlANCSACIABBAWooAAAgAEEFaigAABASIARBCWohBAwLC0EJIQEgQ1ANCCACIABBAWooAAAgAEEFaigAABATIARBCWohBAwKC0EJIQEgRFANByACIABBAWooAAAgAEEFaigAABAUIARBCWohBAwJC0EJIQEgRVANBiACIABBAWooAAAgAEEFaigAABAVIARBCWohBAwIC0EJIQEgRlANBSACIABBAWooAAAgAEEFaigAABAWIARBCWohBAwHC0EJIQEgR1ANBCACIABBAWooAAAgAEEFaigAABAXIARBCWohBAwGC0EJIQEgOFANAyACIABBAWooAAAgAEEFaigAABAYIARBCWohBAwFC0EJIQEgSFANAiACIABBAWooAAAgAEEFaigAABAZIARBCWohBAwEC0EJIQEgSVANASACIABBAWooAAAgAEEFaigAABAaIARBCWohBAwDC0EJIQEgLkIAUg0BCyABIARqIQQMAQsgAiAAQQFqKAAAIABBBWooAAAQGyAEQQlqIQQMAAsACyAfIBhBAEdxRQ0AIBAgGBBYCyAMQZABaiQAIAsLCQAgAEEBOgAlC5kBACAAQQA7ASQgAUUEQCAAQgA3AxgLIABBADoA9AIgAEEAOgBsIABBADoAJiAAKALwAiIBBEAgACgC7AIgARBYCyAAQgA3AyggAEEAOwAVIABCADcC7AIgAP0MAAAAAAAAAAAAAAAAAAAAAP0LAzAgAP0MAAAAAAAAAAAAAAAAAAAAAP0LA0AgAEEANgJQIAAoAvgCQQA6AAALCQAgAEEAOgAlCwkAIAAgATcDWAsJACAAIAE3A2ALCQAgACABOgAXCwkAIAAgAToAFQsJACAAIAE6ABELCQAgACABNwMICwkAIAAgATYCBAsJACAAIAE2AgALCQAgACABOgAQCwkAIAAgAToAFAsJACAAIAE6ABMLCQAgACABOgAWCwkAIAAgAToAEgsHACAALQAUCwcAIAAtABMLBwAgAC0AFgsHACAALQASC/QCAQV/IAFBCU8EQAJAIABBzf97QRAgASABQRBNGyICa08NACACQRAgAEELakF4cSAAQQtJGyIEakEMahBXIgBFDQAgAEEIayEBAkAgAkEBayIDIABxRQRAIAEhAAwBCyAAQQRrIgUoAgAiBkF4cSAAIANqQQAgAmtxQQhrIgAgAkEAIAAgAWtBEE0baiIAIAFrIgJrIQMgBkEDcQRAIAAgAyAAKAIEQQFxckECcjYCBCAAIANqIgMgAygCBEEBcjYCBCAFIAIgBSgCAEEBcXJBAnI2AgAgASACaiIDIAMoAgRBAXI2AgQgASACEFsMAQsgASgCACEBIAAgAzYCBCAAIAEgAmo2AgALAkAgACgCBCIBQQNxRQ0AIAFBeHEiAiAEQRBqTQ0AIAAgBCABQQFxckECcjYCBCAAIARqIgEgAiAEayIEQQNyNgIEIAAgAmoiAiACKAIEQQFyNgIEIAEgBBBbCyAAQQhqIQMLIAMPCyAAEFcL/yUBCX8jAEEQayIIJAACQAJAAkAgAEH1AU8EQCAAQcz/e0sEQEEAIQAMBAsgAEELaiIBQXhxIQVB0JvAACgCACIJRQ0CQR8hBiAAQfX//wdPDQEgBUEmIAFBCHZnIgBrdkEBcSAAQQF0a0E+aiEGDAELAkACQAJAAkACQEHMm8AAKAIAIgRBECAAQQtqQfgDcSAAQQtJGyIFQQN2IgB2IgFBA3EEQCABQX9zQQFxIABqIgdBA3QiAUHEmcAAaiIAIAFBzJnAAGooAgAiAigCCCIDRg0BIAMgADYCDCAAIAM2AggMAgsgBUHUm8AAKAIATQ0GIAFFBEBB0JvAACgCACIARQ0HIABoQQJ0QbSYwABqKAIAIgEoAgRBeHEgBWshAyABIQIDQAJAIAEoAhAiAEUEQCABKAIUIgBFDQELIAAoAgRBeHEgBWsiASADIAEgA0kiARshAyAAIAIgARshAiAAIQEMAQsLIAIoAhghBgJAAkAgAiACKAIMIgBGBEAgAkEUQRAgAigCFCIAG2ooAgAiAQ0BQQAhAAwCCyACKAIIIgEgADYCDCAAIAE2AggMAQsgAkEUaiACQRBqIAAbIQQDQCAEIQcgASIAQRRqIABBEGogACgCFCIBGyEEIABBFEEQIAEbaigCACIBDQALIAdBADYCAAsgBkUNBQJAIAIoAhxBAnRBtJjAAGoiASgCACACRwRAIAIgBigCEEcEQCAGIAA2AhQgAA0CDAgLIAYgADYCECAADQEMBwsgASAANgIAIABFDQULIAAgBjYCGCACKAIQIgEEQCAAIAE2AhAgASAANgIYCyACKAIUIgFFDQUgACABNgIUIAEgADYCGAwFCwJAQQIgAHQiAkEAIAJrciABIAB0cWgiB0EDdCIBQcSZwABqIgIgAUHMmcAAaigCACIAKAIIIgNHBEAgAyACNgIMIAIgAzYCCAwBC0HMm8AAIARBfiAHd3E2AgALIAAgBUEDcjYCBCAAIAVqIgYgASAFayIHQQFyNgIEIAAgAWogBzYCAEHUm8AAKAIAIgJFDQJB3JvAACgCACEBAkBBzJvAACgCACIEQQEgAkEDdnQiA3FFBEBBzJvAACADIARyNgIAIAJBeHFBxJnAAGoiAyEEDAELIAJBeHEiAkHEmcAAaiEEIAJBzJnAAGooAgAhAwsgBCABNgIIIAMgATYCDCABIAQ2AgwgASADNgIIDAILQcybwAAgBEF+IAd3cTYCAAsgAkEIaiEAIAIgAUEDcjYCBCABIAJqIgEgASgCBEEBcjYCBAwFCyAAQQhqIQBB3JvAACAGNgIAQdSbwAAgBzYCAAwEC0HQm8AAQdCbwAAoAgBBfiACKAIcd3E2AgALAkACQCADQRBPBEAgAiAFQQNyNgIEIAIgBWoiByADQQFyNgIEIAMgB2ogAzYCAEHUm8AAKAIAIgFFDQFB3JvAACgCACEAAkBBzJvAACgCACIEQQEgAUEDdnQiBnFFBEBBzJvAACAEIAZyNgIAIAFBeHFBxJnAAGoiBCEBDAELIAFBeHEiBEHEmcAAaiEBIARBzJnAAGooAgAhBAsgASAANgIIIAQgADYCDCAAIAE2AgwgACAENgIIDAELIAIgAyAFaiIAQQNyNgIEIAAgAmoiACAAKAIEQQFyNgIEDAELQdybwAAgBzYCAEHUm8AAIAM2AgALIAJBCGoiAEUNAQwCC0EAIAVrIQMCQAJAAkAgBkECdEG0mMAAaigCACICRQRAQQAhAUEAIQAMAQtBACEBIAVBGSAGQQF2a0EAIAZBH0cbdCEEQQAhAANAAkAgAigCBEF4cSIHIAVJDQAgByAFayIHIANPDQAgAiEBIAciAw0AQQAhAyABIQAMAwsgAigCFCIHIAAgByACIARBHXZBBHFqKAIQIgJHGyAAIAcbIQAgBEEBdCEEIAINAAsLIAAgAXJFBEBBACEBQQIgBnQiAEEAIABrciAJcSIARQ0DIABoQQJ0QbSYwABqKAIAIQALIABFDQELA0AgAyAAKAIEQXhxIgIgBWsiBCADIAMgBEsiBBsgAiAFSSICGyEDIAEgACABIAQbIAIbIQEgACgCECICBH8gAgUgACgCFAsiAA0ACwsgAUUNACAFQdSbwAAoAgAiAE0gAyAAIAVrT3ENACABKAIYIQYCQAJAIAEgASgCDCIARgRAIAFBFEEQIAEoAhQiABtqKAIAIgINAUEAIQAMAgsgASgCCCICIAA2AgwgACACNgIIDAELIAFBFGogAUEQaiAAGyEEA0AgBCEHIAIiAEEUaiAAQRBqIAAoAhQiAhshBCAAQRRBECACG2ooAgAiAg0ACyAHQQA2AgALAkAgBkUNAAJAAkAgASgCHEECdEG0mMAAaiICKAIAIAFHBEAgASAGKAIQRwRAIAYgADYCFCAADQIMBAsgBiAANgIQIAANAQwDCyACIAA2AgAgAEUNAQsgACAGNgIYIAEoAhAiAgRAIAAgAjYCECACIAA2AhgLIAEoAhQiAkUNASAAIAI2AhQgAiAANgIYDAELQdCbwABB0JvAACgCAEF+IAEoAhx3cTYCAAsCQCADQRBPBEAgASAFQQNyNgIEIAEgBWoiACADQQFyNgIEIAAgA2ogAzYCACADQYACTwRAIAAgAxBcDAILAkBBzJvAACgCACICQQEgA0EDdnQiBHFFBEBBzJvAACACIARyNgIAIANB+AFxQcSZwABqIgMhAgwBCyADQfgBcSIEQcSZwABqIQIgBEHMmcAAaigCACEDCyACIAA2AgggAyAANgIMIAAgAjYCDCAAIAM2AggMAQsgASADIAVqIgBBA3I2AgQgACABaiIAIAAoAgRBAXI2AgQLIAFBCGoiAA0BCwJAAkACQAJAAkACQAJAIAVB1JvAACgCACIBSwRAIAVB2JvAACgCACIATwRAIAhBBGohAAJ/AkAgBUGvgARqQYCAfHEiAUUNAEH4m8AALQAAQfibwABBAToAAEGAnMAAIQIgAUGA5ANLDQANAEGA5AMMAQtBACECQQAgAUEQdiABQf//A3FBAEdqIgFAACIEQX9GDQAaIAFBEHQiAUEQayABIARBEHQiAkEAIAFrRhsLIQEgAEEANgIIIAAgATYCBCAAIAI2AgAgCCgCBCIBRQRAQQAhAAwKCyAIKAIMIQdB5JvAACAIKAIIIgRB5JvAACgCAGoiADYCAEHom8AAIABB6JvAACgCACICIAAgAksbNgIAAkACQEHgm8AAKAIAIgIEQEG0mcAAIQADQCABIAAoAgAiAyAAKAIEIgZqRg0CIAAoAggiAA0ACwwCC0Hwm8AAKAIAIgBFDQcgACABSw0HDAkLIAEgAk0NACACIANJDQAgACgCDCIDQQFxDQAgA0EBdiAHRg0DC0Hwm8AAQfCbwAAoAgAiACABIAAgAUkbNgIAIAEgBGohA0G0mcAAIQACQAJAAkADQCADIAAoAgAiBkcEQCAAKAIIIgANAQwCCwsgACgCDCIDQQFxDQAgA0EBdiAHRg0BC0G0mcAAIQADQCACIAAoAgAiA08EQCACIAMgACgCBGoiBkkNAwsgACgCCCEADAALAAsgACABNgIAIAAgACgCBCAEajYCBCABQQ9qQXhxQQhrIgQgBUEDcjYCBCAGQQ9qQXhxQQhrIgMgBCAFaiIAayEFIANB4JvAACgCAEYNBCADQdybwAAoAgBGDQUgAygCBCICQQNxQQFGBEAgAyACQXhxIgEQWiABIAVqIQUgASADaiIDKAIEIQILIAMgAkF+cTYCBCAAIAVBAXI2AgQgACAFaiAFNgIAIAVBgAJPBEAgACAFEFwMCAsCQEHMm8AAKAIAIgFBASAFQQN2dCICcUUEQEHMm8AAIAEgAnI2AgAgBUH4AXFBxJnAAGoiBSEDDAELIAVB+AFxIgFBxJnAAGohAyABQcyZwABqKAIAIQULIAMgADYCCCAFIAA2AgwgACADNgIMIAAgBTYCCAwHC0Hgm8AAIAFBD2pBeHEiAEEIayIDNgIAQdibwAAgBEEoayIJIAEgAGtqQQhqIgA2AgAgAyAAQQFyNgIEIAEgCWpBKDYCBEHsm8AAQYCAgAE2AgAgAiAGQSBrQXhxQQhrIgAgACACQRBqSRsiA0EbNgIEIANBCGoiAEG0mcAA/QACAP0LAgBBwJnAACAHNgIAQbiZwAAgBDYCAEG0mcAAIAE2AgBBvJnAACAANgIAIANBHGohAANAIABBBzYCACAAQQRqIgAgBkkNAAsgAiADRg0IIAMgAygCBEF+cTYCBCACIAMgAmsiAEEBcjYCBCADIAA2AgAgAEGAAk8EQCACIAAQXAwJCwJAQcybwAAoAgAiAUEBIABBA3Z0IgRxRQRAQcybwAAgASAEcjYCACAAQfgBcUHEmcAAaiIAIQEMAQsgAEH4AXEiAEHEmcAAaiEBIABBzJnAAGooAgAhAAsgASACNgIIIAAgAjYCDCACIAE2AgwgAiAANgIIDAgLQdibwAAgACAFayIBNgIAQeCbwABB4JvAACgCACIAIAVqIgI2AgAgAiABQQFyNgIEIAAgBUEDcjYCBCAAQQhqIQAMCAtB3JvAACgCACEAAkAgASAFayICQQ9NBEBB3JvAAEEANgIAQdSbwABBADYCACAAIAFBA3I2AgQgACABaiIBIAEoAgRBAXI2AgQMAQtB1JvAACACNgIAQdybwAAgACAFaiIENgIAIAQgAkEBcjYCBCAAIAFqIAI2AgAgACAFQQNyNgIECyAAQQhqIQAMBwsgACAEIAZqNgIEQeCbwABB4JvAACgCACIAQQ9qQXhxIgFBCGsiAjYCAEHYm8AAQdibwAAoAgAgBGoiBCAAIAFrakEIaiIBNgIAIAIgAUEBcjYCBCAAIARqQSg2AgRB7JvAAEGAgIABNgIADAULQeCbwAAgADYCAEHYm8AAQdibwAAoAgAgBWoiATYCACAAIAFBAXI2AgQMAgtB3JvAACAANgIAQdSbwABB1JvAACgCACAFaiIBNgIAIAAgAUEBcjYCBCAAIAFqIAE2AgAMAQtB8JvAACABNgIADAELIARBCGohAAwCC0H0m8AAQf8fNgIAQcCZwAAgBzYCAEG4mcAAIAQ2AgBBtJnAACABNgIAQdCZwABBxJnAADYCAEHYmcAAQcyZwAA2AgBBzJnAAEHEmcAANgIAQeCZwABB1JnAADYCAEHUmcAAQcyZwAA2AgBB6JnAAEHcmcAANgIAQdyZwABB1JnAADYCAEHwmcAAQeSZwAA2AgBB5JnAAEHcmcAANgIAQfiZwABB7JnAADYCAEHsmcAAQeSZwAA2AgBBgJrAAEH0mcAANgIAQfSZwABB7JnAADYCAEGImsAAQfyZwAA2AgBB/JnAAEH0mcAANgIAQZCawABBhJrAADYCAEGEmsAAQfyZwAA2AgBBjJrAAEGEmsAANgIAQZiawABBjJrAADYCAEGUmsAAQYyawAA2AgBBoJrAAEGUmsAANgIAQZyawABBlJrAADYCAEGomsAAQZyawAA2AgBBpJrAAEGcmsAANgIAQbCawABBpJrAADYCAEGsmsAAQaSawAA2AgBBuJrAAEGsmsAANgIAQbSawABBrJrAADYCAEHAmsAAQbSawAA2AgBBvJrAAEG0msAANgIAQciawABBvJrAADYCAEHEmsAAQbyawAA2AgBB0JrAAEHEmsAANgIAQdiawABBzJrAADYCAEHMmsAAQcSawAA2AgBB4JrAAEHUmsAANgIAQdSawABBzJrAADYCAEHomsAAQdyawAA2AgBB3JrAAEHUmsAANgIAQfCawABB5JrAADYCAEHkmsAAQdyawAA2AgBB+JrAAEHsmsAANgIAQeyawABB5JrAADYCAEGAm8AAQfSawAA2AgBB9JrAAEHsmsAANgIAQYibwABB/JrAADYCAEH8msAAQfSawAA2AgBBkJvAAEGEm8AANgIAQYSbwABB/JrAADYCAEGYm8AAQYybwAA2AgBBjJvAAEGEm8AANgIAQaCbwABBlJvAADYCAEGUm8AAQYybwAA2AgBBqJvAAEGcm8AANgIAQZybwABBlJvAADYCAEGwm8AAQaSbwAA2AgBBpJvAAEGcm8AANgIAQbibwABBrJvAADYCAEGsm8AAQaSbwAA2AgBBwJvAAEG0m8AANgIAQbSbwABBrJvAADYCAEHIm8AAQbybwAA2AgBBvJvAAEG0m8AANgIAQeCbwAAgAUEPakF4cSIAQQhrIgI2AgBBxJvAAEG8m8AANgIAQdibwAAgBEEoayIEIAEgAGtqQQhqIgA2AgAgAiAAQQFyNgIEIAEgBGpBKDYCBEHsm8AAQYCAgAE2AgALQQAhAEHYm8AAKAIAIgEgBU0NAEHYm8AAIAEgBWsiATYCAEHgm8AAQeCbwAAoAgAiACAFaiICNgIAIAIgAUEBcjYCBCAAIAVBA3I2AgQgAEEIaiEACyAIQRBqJAAgAAs9AQJ/AkAgAEEEaygCACICQXhxIgNBBEEIIAJBA3EiAhsgAWpJDQAgAkEAIAMgAUEnaksbDQAgABBZDwsAC6IGAQR/IABBCGsiASAAQQRrKAIAIgNBeHEiAGohAgJAAkAgA0EBcQ0AIANBAnFFDQEgASgCACIDIABqIQAgASADayIBQdybwAAoAgBGBEAgAigCBEEDcUEDRw0BQdSbwAAgADYCACACIAIoAgRBfnE2AgQgASAAQQFyNgIEIAIgADYCAA8LIAEgAxBaCwJAAkBB9JvAAAJ/AkACQAJAAkAgAigCBCIDQQJxRQRAIAJB4JvAACgCAEYNAiACQdybwAAoAgBGDQMgAiADQXhxIgIQWiABIAAgAmoiAEEBcjYCBCAAIAFqIAA2AgAgAUHcm8AAKAIARw0BQdSbwAAgADYCAA8LIAIgA0F+cTYCBCABIABBAXI2AgQgACABaiAANgIACyAAQYACSQ0EIAEgABBcQfSbwABB9JvAACgCAEEBayIANgIAIAANBkG8mcAAKAIAIgANAkH/HwwDC0Hgm8AAIAE2AgBB2JvAAEHYm8AAKAIAIABqIgA2AgAgASAAQQFyNgIEQdybwAAoAgAgAUYEQEHUm8AAQQA2AgBB3JvAAEEANgIACyAAQeybwAAoAgAiAk0NBUHgm8AAKAIAIgBFDQVB2JvAACgCACIDQSlJDQRBtJnAACEBA0AgACABKAIAIgRPBEAgACAEIAEoAgRqSQ0GCyABKAIIIQEMAAsAC0Hcm8AAIAE2AgBB1JvAAEHUm8AAKAIAIABqIgA2AgAgASAAQQFyNgIEIAAgAWogADYCAA8LQQAhAQNAIAFBAWohASAAKAIIIgANAAtB/x8gASABQf8fTRsLNgIADwsCQEHMm8AAKAIAIgJBASAAQQN2dCIDcUUEQEHMm8AAIAIgA3I2AgAgAEH4AXFBxJnAAGoiACECDAELIABB+AFxIgBBxJnAAGohAiAAQcyZwABqKAIAIQALIAIgATYCCCAAIAE2AgwgASACNgIMIAEgADYCCA8LQfSbwABBvJnAACgCACIABH9BACEBA0AgAUEBaiEBIAAoAggiAA0AC0H/HyABIAFB/x9NGwVB/x8LNgIAIAIgA08NAEHsm8AAQX82AgALC4IDAQR/IAAoAgwhAgJAAkACQCABQYACTwRAIAAoAhghAwJAAkAgACACRgRAIABBFEEQIAAoAhQiAhtqKAIAIgENAUEAIQIMAgsgACgCCCIBIAI2AgwgAiABNgIIDAELIABBFGogAEEQaiACGyEEA0AgBCEFIAEiAkEUaiACQRBqIAIoAhQiARshBCACQRRBECABG2ooAgAiAQ0ACyAFQQA2AgALIANFDQICQCAAKAIcQQJ0QbSYwABqIgEoAgAgAEcEQCADKAIQIABGDQEgAyACNgIUIAINAwwECyABIAI2AgAgAkUNBAwCCyADIAI2AhAgAg0BDAILIAAoAggiACACRwRAIAAgAjYCDCACIAA2AggPC0HMm8AAQcybwAAoAgBBfiABQQN2d3E2AgAPCyACIAM2AhggACgCECIBBEAgAiABNgIQIAEgAjYCGAsgACgCFCIARQ0AIAIgADYCFCAAIAI2AhgPCw8LQdCbwABB0JvAACgCAEF+IAAoAhx3cTYCAAuOBAECfyAAIAFqIQICQAJAAkAgACgCBCIDQQFxDQAgA0ECcUUNASAAKAIAIgMgAWohASAAIANrIgBB3JvAACgCAEYEQCACKAIEQQNxQQNHDQFB1JvAACABNgIAIAIgAigCBEF+cTYCBCAAIAFBAXI2AgQgAiABNgIADwsgACADEFoLAkACQCACKAIEIgNBAnFFBEAgAkHgm8AAKAIARg0CIAJB3JvAACgCAEYNBCACIANBeHEiAhBaIAAgASACaiIBQQFyNgIEIAAgAWogATYCACAAQdybwAAoAgBHDQFB1JvAACABNgIADwsgAiADQX5xNgIEIAAgAUEBcjYCBCAAIAFqIAE2AgALIAFBgAJPBEAgACABEFwPCwJAQcybwAAoAgAiAkEBIAFBA3Z0IgNxRQRAQcybwAAgAiADcjYCACABQfgBcUHEmcAAaiIBIQIMAQsgAUH4AXEiAUHEmcAAaiECIAFBzJnAAGooAgAhAQsgAiAANgIIIAEgADYCDCAAIAI2AgwgACABNgIIDwtB4JvAACAANgIAQdibwABB2JvAACgCACABaiIBNgIAIAAgAUEBcjYCBCAAQdybwAAoAgBHDQBB1JvAAEEANgIAQdybwABBADYCAAsPC0Hcm8AAIAA2AgBB1JvAAEHUm8AAKAIAIAFqIgE2AgAgACABQQFyNgIEIAAgAWogATYCAAvDAgEEfyAAQgA3AhAgAAJ/QQAgAUEIdiIDRQ0AGkEfIAFBgICACE8NABogAUEmIANnIgNrdkEBcSADQQF0ckE+cwsiAjYCHCACQQJ0QbSYwABqIQRBASACdCIDQdCbwAAoAgBxRQRAIAQgADYCACAAIAQ2AhggACAANgIMIAAgADYCCEHQm8AAQdCbwAAoAgAgA3I2AgAPCwJAAkAgASAEKAIAIgMoAgRBeHFGBEAgAyECDAELIAFBGSACQQF2a0EAIAJBH0cbdCEFA0AgAyAFQR12QQRxaiIEKAIQIgJFDQIgBUEBdCEFIAIhAyACKAIEQXhxIAFHDQALCyACKAIIIgEgADYCDCACIAA2AgggAEEANgIYIAAgAjYCDCAAIAE2AggPCyAEQRBqIAA2AgAgACADNgIYIAAgADYCDCAAIAA2AggLC+4VBwBBoYDAAAteAQABAQEBAQAAAQEAAQEAAQEBAQEBAQEBAQAAAAAAAAABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQAAAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAAEAAQBBiYLAAAsBAQBBoILAAAvgAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAEGJhMAACwEBAEGghMAAC+ABAQEAAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEAAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEAQaGGwAALXgEAAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQABAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAAEAAQABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQAAAAEAQYCIwAALtBBVbmV4cGVjdGVkIGVuZCBvZiBkYXRhVW5leHBlY3RlZCBkYXRhUmVxdWVzdCBsaW5lIHRvbyBsb25nSW52YWxpZCBtZXRob2QgY2hhcmFjdGVySW52YWxpZCBVUkwgY2hhcmFjdGVyUFJJIGlzIG9ubHkgdmFsaWQgd2l0aCBIVFRQLzIuMFVuc3VwcG9ydGVkIEhUVFAgdmVyc2lvbkludmFsaWQgcHJvdG9jb2xJbnZhbGlkIHByb3RvY29sIG5hbWVFeHBlY3RlZCAvIGFmdGVyIHRoZSBwcm90b2NvbCBuYW1lRXhwZWN0ZWQgc3BhY2UgYWZ0ZXIgVVJMRXhwZWN0ZWQgc3BhY2UgYWZ0ZXIgbWV0aG9kUmVxdWVzdCBsaW5lIHRvbyBzaG9ydEV4cGVjdGVkIENSTEZTdGF0dXMgbGluZSB0b28gbG9uZ0ludmFsaWQgSFRUUCByZXNwb25zZSBzdGF0dXNJbnZhbGlkIHN0YXR1cyByZWFzb24gY2hhcmFjdGVyRXhwZWN0ZWQgYSBzcGFjZSBhZnRlciBIVFRQIHJlc3BvbnNlIHN0YXR1c0V4cGVjdGVkIHNwYWNlIGFmdGVyIHByb3RvY29sU3RhdHVzIGxpbmUgdG9vIHNob3J0TWFsZm9ybWVkIEhUVFAvMi4wIHByZWZhY2VVbmV4cGVjdGVkIENvbnRlbnQtTGVuZ3RoIGhlYWRlciBmb3IgYSByZXNwb25zZSB3aXRob3V0IGJvZHlFeHBlY3RlZCBDb250ZW50LUxlbmd0aCBoZWFkZXIgdmFsdWVJbnZhbGlkIENvbnRlbnQtTGVuZ3RoIGhlYWRlckludmFsaWQgZHVwbGljYXRlIENvbnRlbnQtTGVuZ3RoIGhlYWRlclVuZXhwZWN0ZWQgQ29udGVudC1MZW5ndGggaGVhZGVyIHdoZW4gVHJhbnNmZXItRW5jb2RpbmcgaGVhZGVyIGlzIHByZXNlbnRVbmV4cGVjdGVkIFRyYW5zZmVyLUVuY29kaW5nIGhlYWRlciBmb3IgYSByZXNwb25zZSB3aXRob3V0IGJvZHlFeHBlY3RlZCBUcmFuc2Zlci1FbmNvZGluZyBoZWFkZXIgdmFsdWVUaGUgdmFsdWUgImNodW5rZWQiIGluIHRoZSBUcmFuc2Zlci1FbmNvZGluZyBoZWFkZXIgbXVzdCBiZSB0aGUgbGFzdCBwcm92aWRlZCBhbmQgY2FuIGJlIHByb3ZpZGVkIG9ubHkgb25jZVRoZSB2YWx1ZSAiY2h1bmtlZCIgaW4gdGhlIFRyYW5zZmVyLUVuY29kaW5nIGhlYWRlciBtdXN0IGJlIHRoZSBsYXN0IHByb3ZpZGVkVW5leHBlY3RlZCBUcmFuc2Zlci1FbmNvZGluZyBoZWFkZXIgd2hlbiBDb250ZW50LUxlbmd0aCBoZWFkZXIgaXMgcHJlc2VudEV4cGVjdGVkIENvbm5lY3Rpb24gaGVhZGVyIHZhbHVlSW52YWxpZCBDb25uZWN0aW9uIGhlYWRlciB2YWx1ZUV4cGVjdGVkIFRyYWlsZXIgaGVhZGVyIHZhbHVlRXhwZWN0ZWQgVXBncmFkZSBoZWFkZXIgdmFsdWVJbnZhbGlkIFVwZ3JhZGUgaGVhZGVyIHZhbHVlSW52YWxpZCBoZWFkZXIgZmllbGQgbmFtZSBjaGFyYWN0ZXJJbnZhbGlkIGhlYWRlciBmaWVsZCB2YWx1ZSBjaGFyYWN0ZXJIZWFkZXIgbGluZSB0b28gbG9uZ01pc3NpbmcgQ29ubmVjdGlvbiBoZWFkZXIgc2V0IHRvICJ1cGdyYWRlIiB3aGVuIHVzaW5nIHRoZSBVcGdyYWRlIGhlYWRlclRyYWlsZXJzIGFyZSBub3QgYWxsb3dlZCB3aGVuIG5vdCB1c2luZyBjaHVua2VkIHRyYW5zZmVyIGVuY29kaW5nVW5leHBlY3RlZCBjb250ZW50IGZvciB0aGUgcmVxdWVzdCAoR0VUIG9yIEhFQUQpVHJhbnNmZXItRW5jb2RpbmcgbGFzdCBoZWFkZXIgdmFsdWUgbXVzdCBiZSAiY2h1bmtlZCIgaWYgdGhlIGhlYWRlciBpcyBwcmVzZW50Q2h1bmsgaGVhZGVyIHRvbyBsb25nSW52YWxpZCBjaHVuayBsZW5ndGggY2hhcmFjdGVySW52YWxpZCBjaHVuayBsZW5ndGggc2l6ZUV4cGVjdGVkIGNodW5rIGV4dGVuc2lvbiBuYW1lSW52YWxpZCBjaHVuayBleHRlbnNpb24gbmFtZSBjaGFyYWN0ZXJFeHBlY3RlZCBjbG9zaW5nIHF1b3RlIGZvciBjaHVuayBleHRlbnNpb24gdmFsdWVJbnZhbGlkIGNodW5rIGV4dGVuc2lvbiBxdW90ZWQgdmFsdWUgY2hhcmFjdGVyRXhwZWN0ZWQgY2h1bmsgZXh0ZW5zaW9uIHZhbHVlSW52YWxpZCBjaHVuayBleHRlbnNpb24gdmFsdWUgY2hhcmFjdGVySW52YWxpZCBjaHVuayBleHRlbnNpb24gY2hhcmFjdGVyIGFmdGVyIHZhbHVlRXhwZWN0ZWQgQ1JMRiBhZnRlciBjaHVuayBkYXRhSW52YWxpZCB0cmFpbGVyIGZpZWxkIG5hbWUgY2hhcmFjdGVySW52YWxpZCB0cmFpbGVyIGZpZWxkIHZhbHVlIGNoYXJhY3RlclRyYWlsZXIgbGluZSB0b28gbG9uZ0ludmFsaWQgc3RhdGU=',
	'base64'
  )
)

const textEncoder = new TextEncoder()
const textDecoder = new TextDecoder()

function log (logger, raw) {
  const len = Number(BigInt.asUintN(32, raw))
  const ptr = Number(raw >> 32n)

  logger(textDecoder.decode(new Uint8Array(this.memory.buffer, ptr, len)))
}

function alloc (len) {
  return this.alloc(len) >>> 0
}

function dealloc (ptr, len) {
  return this.dealloc(ptr, len)
}

function create () {
  return this.create() >>> 0
}

function destroy (parser) {
  this.destroy(parser)
}

function parse (parser, data, limit) {
  return this.parse(parser, data, limit) >>> 0
}

function fail (parser, code, description) {
  const len = description.length
  const ptr = this.alloc(len)
  const buffer = new Uint8Array(this.memory.buffer, ptr, len)
  textEncoder.encodeInto(description, buffer)

  this.fail(parser, code, ptr, len)
  this.dealloc(ptr, len)
}

function hasDebug () {
  return this.milo_has_debug() !== 0
}

const Errors = Object.freeze({
  NONE: 0,
  USER: 1,
  CALLBACK_ERROR: 2,
  UNEXPECTED_STATE: 3,
  UNEXPECTED_DATA: 4,
  UNEXPECTED_EOF: 5,
  UNEXPECTED_CHARACTER: 6,
  UNEXPECTED_CONTENT_LENGTH: 7,
  UNEXPECTED_TRANSFER_ENCODING: 8,
  UNEXPECTED_CONTENT: 9,
  UNEXPECTED_TRAILERS: 10,
  INVALID_VERSION: 11,
  INVALID_STATUS: 12,
  INVALID_CONTENT_LENGTH: 13,
  INVALID_TRANSFER_ENCODING: 14,
  INVALID_CHUNK_SIZE: 15,
  MISSING_CONNECTION_UPGRADE: 16,
  UNSUPPORTED_HTTP_VERSION: 17,
  0: 'NONE',
  1: 'USER',
  2: 'CALLBACK_ERROR',
  3: 'UNEXPECTED_STATE',
  4: 'UNEXPECTED_DATA',
  5: 'UNEXPECTED_EOF',
  6: 'UNEXPECTED_CHARACTER',
  7: 'UNEXPECTED_CONTENT_LENGTH',
  8: 'UNEXPECTED_TRANSFER_ENCODING',
  9: 'UNEXPECTED_CONTENT',
  10: 'UNEXPECTED_TRAILERS',
  11: 'INVALID_VERSION',
  12: 'INVALID_STATUS',
  13: 'INVALID_CONTENT_LENGTH',
  14: 'INVALID_TRANSFER_ENCODING',
  15: 'INVALID_CHUNK_SIZE',
  16: 'MISSING_CONNECTION_UPGRADE',
  17: 'UNSUPPORTED_HTTP_VERSION'
})

const Methods = Object.freeze({
  OTHER: 0,
  GET: 1,
  HEAD: 2,
  POST: 3,
  PUT: 4,
  DELETE: 5,
  CONNECT: 6,
  OPTIONS: 7,
  TRACE: 8,
  PATCH: 9,
  PRI: 10,
  0: 'OTHER',
  1: 'GET',
  2: 'HEAD',
  3: 'POST',
  4: 'PUT',
  5: 'DELETE',
  6: 'CONNECT',
  7: 'OPTIONS',
  8: 'TRACE',
  9: 'PATCH',
  10: 'PRI'
})

const Callbacks = Object.freeze({
  ON_ERROR: 0,
  ON_FINISH: 1,
  ON_MESSAGE_START: 2,
  ON_MESSAGE_COMPLETE: 3,
  ON_REQUEST: 4,
  ON_RESPONSE: 5,
  ON_RESET: 6,
  ON_METHOD: 7,
  ON_URL: 8,
  ON_PROTOCOL: 9,
  ON_VERSION: 10,
  ON_STATUS: 11,
  ON_REASON: 12,
  ON_HEADER_NAME: 13,
  ON_HEADER_VALUE: 14,
  ON_HEADERS: 15,
  ON_CONNECT: 16,
  ON_UPGRADE: 17,
  ON_CHUNK_LENGTH: 18,
  ON_CHUNK_EXTENSION_NAME: 19,
  ON_CHUNK_EXTENSION_VALUE: 20,
  ON_CHUNK: 21,
  ON_BODY: 22,
  ON_DATA: 23,
  ON_TRAILER_NAME: 24,
  ON_TRAILER_VALUE: 25,
  ON_TRAILERS: 26,
  ON_STATE_CHANGE: 27,
  0: 'ON_ERROR',
  1: 'ON_FINISH',
  2: 'ON_MESSAGE_START',
  3: 'ON_MESSAGE_COMPLETE',
  4: 'ON_REQUEST',
  5: 'ON_RESPONSE',
  6: 'ON_RESET',
  7: 'ON_METHOD',
  8: 'ON_URL',
  9: 'ON_PROTOCOL',
  10: 'ON_VERSION',
  11: 'ON_STATUS',
  12: 'ON_REASON',
  13: 'ON_HEADER_NAME',
  14: 'ON_HEADER_VALUE',
  15: 'ON_HEADERS',
  16: 'ON_CONNECT',
  17: 'ON_UPGRADE',
  18: 'ON_CHUNK_LENGTH',
  19: 'ON_CHUNK_EXTENSION_NAME',
  20: 'ON_CHUNK_EXTENSION_VALUE',
  21: 'ON_CHUNK',
  22: 'ON_BODY',
  23: 'ON_DATA',
  24: 'ON_TRAILER_NAME',
  25: 'ON_TRAILER_VALUE',
  26: 'ON_TRAILERS',
  27: 'ON_STATE_CHANGE'
})

const CallbackActives = Object.freeze({
  NONE: 0n,
  ON_ERROR: 1n,
  ON_FINISH: 2n,
  ON_MESSAGE_START: 4n,
  ON_MESSAGE_COMPLETE: 8n,
  ON_REQUEST: 16n,
  ON_RESPONSE: 32n,
  ON_RESET: 64n,
  ON_METHOD: 128n,
  ON_URL: 256n,
  ON_PROTOCOL: 512n,
  ON_VERSION: 1024n,
  ON_STATUS: 2048n,
  ON_REASON: 4096n,
  ON_HEADER_NAME: 8192n,
  ON_HEADER_VALUE: 16384n,
  ON_HEADERS: 32768n,
  ON_CONNECT: 65536n,
  ON_UPGRADE: 131072n,
  ON_CHUNK_LENGTH: 262144n,
  ON_CHUNK_EXTENSION_NAME: 524288n,
  ON_CHUNK_EXTENSION_VALUE: 1048576n,
  ON_CHUNK: 2097152n,
  ON_BODY: 4194304n,
  ON_DATA: 8388608n,
  ON_TRAILER_NAME: 16777216n,
  ON_TRAILER_VALUE: 33554432n,
  ON_TRAILERS: 67108864n,
  ON_STATE_CHANGE: 134217728n,
  ALL: 268435455n,
  0n: 'NONE',
  1n: 'ON_ERROR',
  2n: 'ON_FINISH',
  4n: 'ON_MESSAGE_START',
  8n: 'ON_MESSAGE_COMPLETE',
  16n: 'ON_REQUEST',
  32n: 'ON_RESPONSE',
  64n: 'ON_RESET',
  128n: 'ON_METHOD',
  256n: 'ON_URL',
  512n: 'ON_PROTOCOL',
  1024n: 'ON_VERSION',
  2048n: 'ON_STATUS',
  4096n: 'ON_REASON',
  8192n: 'ON_HEADER_NAME',
  16384n: 'ON_HEADER_VALUE',
  32768n: 'ON_HEADERS',
  65536n: 'ON_CONNECT',
  131072n: 'ON_UPGRADE',
  262144n: 'ON_CHUNK_LENGTH',
  524288n: 'ON_CHUNK_EXTENSION_NAME',
  1048576n: 'ON_CHUNK_EXTENSION_VALUE',
  2097152n: 'ON_CHUNK',
  4194304n: 'ON_BODY',
  8388608n: 'ON_DATA',
  16777216n: 'ON_TRAILER_NAME',
  33554432n: 'ON_TRAILER_VALUE',
  67108864n: 'ON_TRAILERS',
  134217728n: 'ON_STATE_CHANGE',
  268435455n: 'ALL'
})

const Events = Object.freeze({
  END: 0,
  ERROR: 1,
  FINISH: 2,
  MESSAGE_START: 3,
  MESSAGE_COMPLETE: 4,
  REQUEST: 5,
  RESPONSE: 6,
  RESET: 7,
  METHOD: 8,
  URL: 9,
  PROTOCOL: 10,
  VERSION: 11,
  STATUS: 12,
  REASON: 13,
  HEADER_NAME: 14,
  HEADER_VALUE: 15,
  HEADERS: 16,
  CONNECT: 17,
  UPGRADE: 18,
  CHUNK_LENGTH: 19,
  CHUNK_EXTENSION_NAME: 20,
  CHUNK_EXTENSION_VALUE: 21,
  CHUNK: 22,
  BODY: 23,
  DATA: 24,
  TRAILER_NAME: 25,
  TRAILER_VALUE: 26,
  TRAILERS: 27,
  STATE_CHANGE: 28,
  0: 'END',
  1: 'ERROR',
  2: 'FINISH',
  3: 'MESSAGE_START',
  4: 'MESSAGE_COMPLETE',
  5: 'REQUEST',
  6: 'RESPONSE',
  7: 'RESET',
  8: 'METHOD',
  9: 'URL',
  10: 'PROTOCOL',
  11: 'VERSION',
  12: 'STATUS',
  13: 'REASON',
  14: 'HEADER_NAME',
  15: 'HEADER_VALUE',
  16: 'HEADERS',
  17: 'CONNECT',
  18: 'UPGRADE',
  19: 'CHUNK_LENGTH',
  20: 'CHUNK_EXTENSION_NAME',
  21: 'CHUNK_EXTENSION_VALUE',
  22: 'CHUNK',
  23: 'BODY',
  24: 'DATA',
  25: 'TRAILER_NAME',
  26: 'TRAILER_VALUE',
  27: 'TRAILERS',
  28: 'STATE_CHANGE'
})

const EventActives = Object.freeze({
  NONE: 0n,
  ON_ERROR: 1n,
  ON_FINISH: 2n,
  ON_MESSAGE_START: 4n,
  ON_MESSAGE_COMPLETE: 8n,
  ON_REQUEST: 16n,
  ON_RESPONSE: 32n,
  ON_RESET: 64n,
  ON_METHOD: 128n,
  ON_URL: 256n,
  ON_PROTOCOL: 512n,
  ON_VERSION: 1024n,
  ON_STATUS: 2048n,
  ON_REASON: 4096n,
  ON_HEADER_NAME: 8192n,
  ON_HEADER_VALUE: 16384n,
  ON_HEADERS: 32768n,
  ON_CONNECT: 65536n,
  ON_UPGRADE: 131072n,
  ON_CHUNK_LENGTH: 262144n,
  ON_CHUNK_EXTENSION_NAME: 524288n,
  ON_CHUNK_EXTENSION_VALUE: 1048576n,
  ON_CHUNK: 2097152n,
  ON_BODY: 4194304n,
  ON_DATA: 8388608n,
  ON_TRAILER_NAME: 16777216n,
  ON_TRAILER_VALUE: 33554432n,
  ON_TRAILERS: 67108864n,
  ON_STATE_CHANGE: 134217728n,
  ALL: 268435455n,
  0n: 'NONE',
  1n: 'ON_ERROR',
  2n: 'ON_FINISH',
  4n: 'ON_MESSAGE_START',
  8n: 'ON_MESSAGE_COMPLETE',
  16n: 'ON_REQUEST',
  32n: 'ON_RESPONSE',
  64n: 'ON_RESET',
  128n: 'ON_METHOD',
  256n: 'ON_URL',
  512n: 'ON_PROTOCOL',
  1024n: 'ON_VERSION',
  2048n: 'ON_STATUS',
  4096n: 'ON_REASON',
  8192n: 'ON_HEADER_NAME',
  16384n: 'ON_HEADER_VALUE',
  32768n: 'ON_HEADERS',
  65536n: 'ON_CONNECT',
  131072n: 'ON_UPGRADE',
  262144n: 'ON_CHUNK_LENGTH',
  524288n: 'ON_CHUNK_EXTENSION_NAME',
  1048576n: 'ON_CHUNK_EXTENSION_VALUE',
  2097152n: 'ON_CHUNK',
  4194304n: 'ON_BODY',
  8388608n: 'ON_DATA',
  16777216n: 'ON_TRAILER_NAME',
  33554432n: 'ON_TRAILER_VALUE',
  67108864n: 'ON_TRAILERS',
  134217728n: 'ON_STATE_CHANGE',
  268435455n: 'ALL'
})

const States = Object.freeze({
  START: 0,
  FINISH: 1,
  ERROR: 2,
  REQUEST_LINE: 3,
  STATUS_LINE: 4,
  HTTP2_PREFACE: 5,
  HEADER: 6,
  BODY_DECISION: 7,
  BODY_VIA_CONTENT_LENGTH: 8,
  BODY_WITH_NO_LENGTH: 9,
  CHUNK_HEADER: 10,
  CHUNK_EXTENSIONS: 11,
  CHUNK_DATA: 12,
  TRAILER: 13,
  TUNNEL: 14,
  0: 'START',
  1: 'FINISH',
  2: 'ERROR',
  3: 'REQUEST_LINE',
  4: 'STATUS_LINE',
  5: 'HTTP2_PREFACE',
  6: 'HEADER',
  7: 'BODY_DECISION',
  8: 'BODY_VIA_CONTENT_LENGTH',
  9: 'BODY_WITH_NO_LENGTH',
  10: 'CHUNK_HEADER',
  11: 'CHUNK_EXTENSIONS',
  12: 'CHUNK_DATA',
  13: 'TRAILER',
  14: 'TUNNEL'
})

const ParserFields = Object.freeze({
  MAX_START_LINE_LENGTH: 0,
  MAX_HEADER_LENGTH: 4,
  MAX_BODY_PAYLOAD: 8,
  AUTODETECT: 16,
  IS_REQUEST: 17,
  SUSPEND_AFTER_HEADERS: 18,
  MANAGE_UNCONSUMED: 19,
  CONTINUE_WITHOUT_DATA: 20,
  IS_CONNECT: 21,
  SKIP_BODY: 22,
  DEBUG: 23,
  PARSED: 24,
  POSITION: 32,
  STATE: 36,
  PAUSED: 37,
  ERROR_CODE: 38,
  CONTENT_LENGTH: 40,
  CHUNK_SIZE: 48,
  REMAINING_CONTENT_LENGTH: 56,
  REMAINING_CHUNK_SIZE: 64,
  STATUS: 72,
  METHOD: 76,
  HAS_CONTENT_LENGTH: 77,
  HAS_TRANSFER_ENCODING: 78,
  HAS_CHUNKED_TRANSFER_ENCODING: 79,
  HAS_CONNECTION_CLOSE: 80,
  HAS_CONNECTION_UPGRADE: 81,
  HAS_UPGRADE: 82,
  HAS_TRAILERS: 83,
  ACTIVE_CALLBACKS: 88,
  ACTIVE_EVENTS: 96,
  PTR: 104,
  ERROR_DESCRIPTION: 108,
  UNCONSUMED: 364,
  UNCONSUMED_LEN: 368,
  ERROR_DESCRIPTION_LEN: 372,
  EVENTS: 376,
  0: 'MAX_START_LINE_LENGTH',
  4: 'MAX_HEADER_LENGTH',
  8: 'MAX_BODY_PAYLOAD',
  16: 'AUTODETECT',
  17: 'IS_REQUEST',
  18: 'SUSPEND_AFTER_HEADERS',
  19: 'MANAGE_UNCONSUMED',
  20: 'CONTINUE_WITHOUT_DATA',
  21: 'IS_CONNECT',
  22: 'SKIP_BODY',
  23: 'DEBUG',
  24: 'PARSED',
  32: 'POSITION',
  36: 'STATE',
  37: 'PAUSED',
  38: 'ERROR_CODE',
  40: 'CONTENT_LENGTH',
  48: 'CHUNK_SIZE',
  56: 'REMAINING_CONTENT_LENGTH',
  64: 'REMAINING_CHUNK_SIZE',
  72: 'STATUS',
  76: 'METHOD',
  77: 'HAS_CONTENT_LENGTH',
  78: 'HAS_TRANSFER_ENCODING',
  79: 'HAS_CHUNKED_TRANSFER_ENCODING',
  80: 'HAS_CONNECTION_CLOSE',
  81: 'HAS_CONNECTION_UPGRADE',
  82: 'HAS_UPGRADE',
  83: 'HAS_TRAILERS',
  88: 'ACTIVE_CALLBACKS',
  96: 'ACTIVE_EVENTS',
  104: 'PTR',
  108: 'ERROR_DESCRIPTION',
  364: 'UNCONSUMED',
  368: 'UNCONSUMED_LEN',
  372: 'ERROR_DESCRIPTION_LEN',
  376: 'EVENTS'
})

function isAutodetect (parser) {
  return this.is_autodetect(parser) !== 0
}

function isRequest (parser) {
  return this.is_request(parser) !== 0
}

function isPaused (parser) {
  return this.is_paused(parser) !== 0
}

function shouldManageUnconsumed (parser) {
  return this.should_manage_unconsumed(parser) !== 0
}

function shouldSuspendAfterHeaders (parser) {
  return this.should_suspend_after_headers(parser) !== 0
}

function getMaxStartLineLength (parser) {
  return this.get_max_start_line_length(parser) >>> 0
}

function getMaxHeaderLength (parser) {
  return this.get_max_header_length(parser) >>> 0
}

function getMaxBodyPayload (parser) {
  return BigInt.asUintN(64, this.get_max_body_payload(parser))
}

function shouldContinueWithoutData (parser) {
  return this.should_continue_without_data(parser) !== 0
}

function isConnect (parser) {
  return this.is_connect(parser) !== 0
}

function isDebug (parser) {
  return this.is_debug(parser) !== 0
}

function shouldSkipBody (parser) {
  return this.should_skip_body(parser) !== 0
}

function getState (parser) {
  return this.get_state(parser) >>> 0
}

function getPosition (parser) {
  return this.get_position(parser) >>> 0
}

function getParsed (parser) {
  return BigInt.asUintN(64, this.get_parsed(parser))
}

function getErrorCode (parser) {
  return this.get_error_code(parser) >>> 0
}

function getMethod (parser) {
  return this.get_method(parser) >>> 0
}

function getStatus (parser) {
  return this.get_status(parser) >>> 0
}

function hasConnectionClose (parser) {
  return this.has_connection_close(parser) !== 0
}

function hasConnectionUpgrade (parser) {
  return this.has_connection_upgrade(parser) !== 0
}

function getContentLength (parser) {
  return BigInt.asUintN(64, this.get_content_length(parser))
}

function getChunkSize (parser) {
  return BigInt.asUintN(64, this.get_chunk_size(parser))
}

function getRemainingContentLength (parser) {
  return BigInt.asUintN(64, this.get_remaining_content_length(parser))
}

function getRemainingChunkSize (parser) {
  return BigInt.asUintN(64, this.get_remaining_chunk_size(parser))
}

function hasContentLength (parser) {
  return this.has_content_length(parser) !== 0
}

function hasTransferEncoding (parser) {
  return this.has_transfer_encoding(parser) !== 0
}

function hasChunkedTransferEncoding (parser) {
  return this.has_chunked_transfer_encoding(parser) !== 0
}

function hasUpgrade (parser) {
  return this.has_upgrade(parser) !== 0
}

function hasTrailers (parser) {
  return this.has_trailers(parser) !== 0
}

function getErrorDescription (parser) {
  const raw = this.get_error_description_raw(parser)
  const len = Number(BigInt.asUintN(32, raw))
  const ptr = Number(raw >> 32n)
  return textDecoder.decode(new Uint8Array(this.memory.buffer, ptr, len))
}

function setShouldAutodetect (parser, value) {
  this.set_should_autodetect(parser, value)
}

function setShouldContinueWithoutData (parser, value) {
  this.set_should_continue_without_data(parser, value)
}

function setIsRequest (parser, value) {
  this.set_is_request(parser, value)
}

function setIsConnect (parser, value) {
  this.set_is_connect(parser, value)
}

function setDebug (parser, value) {
  this.set_debug(parser, value)
}

function setShouldManageUnconsumed (parser, value) {
  this.set_should_manage_unconsumed(parser, value)
}

function setShouldSuspendAfterHeaders (parser, value) {
  this.set_should_suspend_after_headers(parser, value)
}

function setMaxStartLineLength (parser, value) {
  this.set_max_start_line_length(parser, value)
}

function setMaxHeaderLength (parser, value) {
  this.set_max_header_length(parser, value)
}

function setMaxBodyPayload (parser, value) {
  this.set_max_body_payload(parser, value)
}

function setShouldSkipBody (parser, value) {
  this.set_should_skip_body(parser, value)
}

function setActiveCallbacks (parser, value) {
  this.set_active_callbacks(parser, value)
}

function setActiveEvents (parser, value) {
  this.set_active_events(parser, value)
}

function simpleCreate (spans, create) {
  const parser = create()
  spans[parser] = []
  this.setActiveCallbacks(parser, this.CALLBACK_ACTIVE_ALL)
  return parser
}

function simpleDestroy (spans, destroy, parser) {
  spans[parser] = undefined
  destroy(parser)
}

function noop () {}

function setup (env = {}) {
  let { logger: logOption, ...instanceEnvironment } = env
  let logger = noop
  const context = {}

  if (logOption) {
	if (typeof logOption !== 'function') {
      logOption = console.log
	}

	logger = log.bind(context, logOption)
  }

  const instance = new WebAssembly.Instance(wasmModule, {
	env: {
      logger,
      on_error: noop,
      on_finish: noop,
      on_message_start: noop,
      on_message_complete: noop,
      on_request: noop,
      on_response: noop,
      on_reset: noop,
      on_method: noop,
      on_url: noop,
      on_protocol: noop,
      on_version: noop,
      on_status: noop,
      on_reason: noop,
      on_header_name: noop,
      on_header_value: noop,
      on_headers: noop,
      on_connect: noop,
      on_upgrade: noop,
      on_chunk_length: noop,
      on_chunk_extension_name: noop,
      on_chunk_extension_value: noop,
      on_chunk: noop,
      on_body: noop,
      on_data: noop,
      on_trailer_name: noop,
      on_trailer_value: noop,
      on_trailers: noop,
      on_state_change: noop,
      ...instanceEnvironment
	}
  })

  const wasm = instance.exports
  context.memory = wasm.memory

  const milo = {
	version: {
      raw: '0.9.0',
      major: 0,
      minor: 9,
      patch: 0,
      prerelease: ''
	},
	METHOD_OTHER: 0,
	METHOD_GET: 1,
	METHOD_HEAD: 2,
	METHOD_POST: 3,
	METHOD_PUT: 4,
	METHOD_DELETE: 5,
	METHOD_CONNECT: 6,
	METHOD_OPTIONS: 7,
	METHOD_TRACE: 8,
	METHOD_PATCH: 9,
	METHOD_PRI: 10,
	CALLBACK_ON_ERROR: 0,
	CALLBACK_ON_FINISH: 1,
	CALLBACK_ON_MESSAGE_START: 2,
	CALLBACK_ON_MESSAGE_COMPLETE: 3,
	CALLBACK_ON_REQUEST: 4,
	CALLBACK_ON_RESPONSE: 5,
	CALLBACK_ON_RESET: 6,
	CALLBACK_ON_METHOD: 7,
	CALLBACK_ON_URL: 8,
	CALLBACK_ON_PROTOCOL: 9,
	CALLBACK_ON_VERSION: 10,
	CALLBACK_ON_STATUS: 11,
	CALLBACK_ON_REASON: 12,
	CALLBACK_ON_HEADER_NAME: 13,
	CALLBACK_ON_HEADER_VALUE: 14,
	CALLBACK_ON_HEADERS: 15,
	CALLBACK_ON_CONNECT: 16,
	CALLBACK_ON_UPGRADE: 17,
	CALLBACK_ON_CHUNK_LENGTH: 18,
	CALLBACK_ON_CHUNK_EXTENSION_NAME: 19,
	CALLBACK_ON_CHUNK_EXTENSION_VALUE: 20,
	CALLBACK_ON_CHUNK: 21,
	CALLBACK_ON_BODY: 22,
	CALLBACK_ON_DATA: 23,
	CALLBACK_ON_TRAILER_NAME: 24,
	CALLBACK_ON_TRAILER_VALUE: 25,
	CALLBACK_ON_TRAILERS: 26,
	CALLBACK_ON_STATE_CHANGE: 27,
	EVENT_END: 0,
	EVENT_ERROR: 1,
	EVENT_FINISH: 2,
	EVENT_MESSAGE_START: 3,
	EVENT_MESSAGE_COMPLETE: 4,
	EVENT_REQUEST: 5,
	EVENT_RESPONSE: 6,
	EVENT_RESET: 7,
	EVENT_METHOD: 8,
	EVENT_URL: 9,
	EVENT_PROTOCOL: 10,
	EVENT_VERSION: 11,
	EVENT_STATUS: 12,
	EVENT_REASON: 13,
	EVENT_HEADER_NAME: 14,
	EVENT_HEADER_VALUE: 15,
	EVENT_HEADERS: 16,
	EVENT_CONNECT: 17,
	EVENT_UPGRADE: 18,
	EVENT_CHUNK_LENGTH: 19,
	EVENT_CHUNK_EXTENSION_NAME: 20,
	EVENT_CHUNK_EXTENSION_VALUE: 21,
	EVENT_CHUNK: 22,
	EVENT_BODY: 23,
	EVENT_DATA: 24,
	EVENT_TRAILER_NAME: 25,
	EVENT_TRAILER_VALUE: 26,
	EVENT_TRAILERS: 27,
	EVENT_STATE_CHANGE: 28,
	CALLBACK_ACTIVE_NONE: 0n,
	EVENT_ACTIVE_NONE: 0n,
	CALLBACK_ACTIVE_ON_ERROR: 1n,
	EVENT_ACTIVE_ON_ERROR: 1n,
	CALLBACK_ACTIVE_ON_FINISH: 2n,
	EVENT_ACTIVE_ON_FINISH: 2n,
	CALLBACK_ACTIVE_ON_MESSAGE_START: 4n,
	EVENT_ACTIVE_ON_MESSAGE_START: 4n,
	CALLBACK_ACTIVE_ON_MESSAGE_COMPLETE: 8n,
	EVENT_ACTIVE_ON_MESSAGE_COMPLETE: 8n,
	CALLBACK_ACTIVE_ON_REQUEST: 16n,
	EVENT_ACTIVE_ON_REQUEST: 16n,
	CALLBACK_ACTIVE_ON_RESPONSE: 32n,
	EVENT_ACTIVE_ON_RESPONSE: 32n,
	CALLBACK_ACTIVE_ON_RESET: 64n,
	EVENT_ACTIVE_ON_RESET: 64n,
	CALLBACK_ACTIVE_ON_METHOD: 128n,
	EVENT_ACTIVE_ON_METHOD: 128n,
	CALLBACK_ACTIVE_ON_URL: 256n,
	EVENT_ACTIVE_ON_URL: 256n,
	CALLBACK_ACTIVE_ON_PROTOCOL: 512n,
	EVENT_ACTIVE_ON_PROTOCOL: 512n,
	CALLBACK_ACTIVE_ON_VERSION: 1024n,
	EVENT_ACTIVE_ON_VERSION: 1024n,
	CALLBACK_ACTIVE_ON_STATUS: 2048n,
	EVENT_ACTIVE_ON_STATUS: 2048n,
	CALLBACK_ACTIVE_ON_REASON: 4096n,
	EVENT_ACTIVE_ON_REASON: 4096n,
	CALLBACK_ACTIVE_ON_HEADER_NAME: 8192n,
	EVENT_ACTIVE_ON_HEADER_NAME: 8192n,
	CALLBACK_ACTIVE_ON_HEADER_VALUE: 16384n,
	EVENT_ACTIVE_ON_HEADER_VALUE: 16384n,
	CALLBACK_ACTIVE_ON_HEADERS: 32768n,
	EVENT_ACTIVE_ON_HEADERS: 32768n,
	CALLBACK_ACTIVE_ON_CONNECT: 65536n,
	EVENT_ACTIVE_ON_CONNECT: 65536n,
	CALLBACK_ACTIVE_ON_UPGRADE: 131072n,
	EVENT_ACTIVE_ON_UPGRADE: 131072n,
	CALLBACK_ACTIVE_ON_CHUNK_LENGTH: 262144n,
	EVENT_ACTIVE_ON_CHUNK_LENGTH: 262144n,
	CALLBACK_ACTIVE_ON_CHUNK_EXTENSION_NAME: 524288n,
	EVENT_ACTIVE_ON_CHUNK_EXTENSION_NAME: 524288n,
	CALLBACK_ACTIVE_ON_CHUNK_EXTENSION_VALUE: 1048576n,
	EVENT_ACTIVE_ON_CHUNK_EXTENSION_VALUE: 1048576n,
	CALLBACK_ACTIVE_ON_CHUNK: 2097152n,
	EVENT_ACTIVE_ON_CHUNK: 2097152n,
	CALLBACK_ACTIVE_ON_BODY: 4194304n,
	EVENT_ACTIVE_ON_BODY: 4194304n,
	CALLBACK_ACTIVE_ON_DATA: 8388608n,
	EVENT_ACTIVE_ON_DATA: 8388608n,
	CALLBACK_ACTIVE_ON_TRAILER_NAME: 16777216n,
	EVENT_ACTIVE_ON_TRAILER_NAME: 16777216n,
	CALLBACK_ACTIVE_ON_TRAILER_VALUE: 33554432n,
	EVENT_ACTIVE_ON_TRAILER_VALUE: 33554432n,
	CALLBACK_ACTIVE_ON_TRAILERS: 67108864n,
	EVENT_ACTIVE_ON_TRAILERS: 67108864n,
	CALLBACK_ACTIVE_ON_STATE_CHANGE: 134217728n,
	EVENT_ACTIVE_ON_STATE_CHANGE: 134217728n,
	CALLBACK_ACTIVE_ALL: 268435455n,
	EVENT_ACTIVE_ALL: 268435455n,
	ERROR_NONE: 0,
	ERROR_USER: 1,
	ERROR_CALLBACK_ERROR: 2,
	ERROR_UNEXPECTED_STATE: 3,
	ERROR_UNEXPECTED_DATA: 4,
	ERROR_UNEXPECTED_EOF: 5,
	ERROR_UNEXPECTED_CHARACTER: 6,
	ERROR_UNEXPECTED_CONTENT_LENGTH: 7,
	ERROR_UNEXPECTED_TRANSFER_ENCODING: 8,
	ERROR_UNEXPECTED_CONTENT: 9,
	ERROR_UNEXPECTED_TRAILERS: 10,
	ERROR_INVALID_VERSION: 11,
	ERROR_INVALID_STATUS: 12,
	ERROR_INVALID_CONTENT_LENGTH: 13,
	ERROR_INVALID_TRANSFER_ENCODING: 14,
	ERROR_INVALID_CHUNK_SIZE: 15,
	ERROR_MISSING_CONNECTION_UPGRADE: 16,
	ERROR_UNSUPPORTED_HTTP_VERSION: 17,
	STATE_START: 0,
	STATE_FINISH: 1,
	STATE_ERROR: 2,
	STATE_REQUEST_LINE: 3,
	STATE_STATUS_LINE: 4,
	STATE_HTTP2_PREFACE: 5,
	STATE_HEADER: 6,
	STATE_BODY_DECISION: 7,
	STATE_BODY_VIA_CONTENT_LENGTH: 8,
	STATE_BODY_WITH_NO_LENGTH: 9,
	STATE_CHUNK_HEADER: 10,
	STATE_CHUNK_EXTENSIONS: 11,
	STATE_CHUNK_DATA: 12,
	STATE_TRAILER: 13,
	STATE_TUNNEL: 14,
	PARSER_FIELD_MAX_START_LINE_LENGTH: 0,
	PARSER_FIELD_MAX_HEADER_LENGTH: 4,
	PARSER_FIELD_MAX_BODY_PAYLOAD: 8,
	PARSER_FIELD_AUTODETECT: 16,
	PARSER_FIELD_IS_REQUEST: 17,
	PARSER_FIELD_SUSPEND_AFTER_HEADERS: 18,
	PARSER_FIELD_MANAGE_UNCONSUMED: 19,
	PARSER_FIELD_CONTINUE_WITHOUT_DATA: 20,
	PARSER_FIELD_IS_CONNECT: 21,
	PARSER_FIELD_SKIP_BODY: 22,
	PARSER_FIELD_DEBUG: 23,
	PARSER_FIELD_PARSED: 24,
	PARSER_FIELD_POSITION: 32,
	PARSER_FIELD_STATE: 36,
	PARSER_FIELD_PAUSED: 37,
	PARSER_FIELD_ERROR_CODE: 38,
	PARSER_FIELD_CONTENT_LENGTH: 40,
	PARSER_FIELD_CHUNK_SIZE: 48,
	PARSER_FIELD_REMAINING_CONTENT_LENGTH: 56,
	PARSER_FIELD_REMAINING_CHUNK_SIZE: 64,
	PARSER_FIELD_STATUS: 72,
	PARSER_FIELD_METHOD: 76,
	PARSER_FIELD_HAS_CONTENT_LENGTH: 77,
	PARSER_FIELD_HAS_TRANSFER_ENCODING: 78,
	PARSER_FIELD_HAS_CHUNKED_TRANSFER_ENCODING: 79,
	PARSER_FIELD_HAS_CONNECTION_CLOSE: 80,
	PARSER_FIELD_HAS_CONNECTION_UPGRADE: 81,
	PARSER_FIELD_HAS_UPGRADE: 82,
	PARSER_FIELD_HAS_TRAILERS: 83,
	PARSER_FIELD_ACTIVE_CALLBACKS: 88,
	PARSER_FIELD_ACTIVE_EVENTS: 96,
	PARSER_FIELD_PTR: 104,
	PARSER_FIELD_ERROR_DESCRIPTION: 108,
	PARSER_FIELD_UNCONSUMED: 364,
	PARSER_FIELD_UNCONSUMED_LEN: 368,
	PARSER_FIELD_ERROR_DESCRIPTION_LEN: 372,
	PARSER_FIELD_EVENTS: 376,
	Errors,
	Methods,
	Callbacks,
	CallbackActives,
	Events,
	EventActives,
	States,
	ParserFields,
	isAutodetect: isAutodetect.bind(wasm),
	isRequest: isRequest.bind(wasm),
	isPaused: isPaused.bind(wasm),
	shouldManageUnconsumed: shouldManageUnconsumed.bind(wasm),
	shouldSuspendAfterHeaders: shouldSuspendAfterHeaders.bind(wasm),
	getMaxStartLineLength: getMaxStartLineLength.bind(wasm),
	getMaxHeaderLength: getMaxHeaderLength.bind(wasm),
	getMaxBodyPayload: getMaxBodyPayload.bind(wasm),
	shouldContinueWithoutData: shouldContinueWithoutData.bind(wasm),
	isConnect: isConnect.bind(wasm),
	isDebug: isDebug.bind(wasm),
	shouldSkipBody: shouldSkipBody.bind(wasm),
	getState: getState.bind(wasm),
	getPosition: getPosition.bind(wasm),
	getParsed: getParsed.bind(wasm),
	getErrorCode: getErrorCode.bind(wasm),
	getMethod: getMethod.bind(wasm),
	getStatus: getStatus.bind(wasm),
	hasConnectionClose: hasConnectionClose.bind(wasm),
	hasConnectionUpgrade: hasConnectionUpgrade.bind(wasm),
	getContentLength: getContentLength.bind(wasm),
	getChunkSize: getChunkSize.bind(wasm),
	getRemainingContentLength: getRemainingContentLength.bind(wasm),
	getRemainingChunkSize: getRemainingChunkSize.bind(wasm),
	hasContentLength: hasContentLength.bind(wasm),
	hasTransferEncoding: hasTransferEncoding.bind(wasm),
	hasChunkedTransferEncoding: hasChunkedTransferEncoding.bind(wasm),
	hasUpgrade: hasUpgrade.bind(wasm),
	hasTrailers: hasTrailers.bind(wasm),
	getErrorDescription: getErrorDescription.bind(wasm),
	setShouldAutodetect: setShouldAutodetect.bind(wasm),
	setShouldContinueWithoutData: setShouldContinueWithoutData.bind(wasm),
	setIsRequest: setIsRequest.bind(wasm),
	setIsConnect: setIsConnect.bind(wasm),
	setDebug: setDebug.bind(wasm),
	setShouldManageUnconsumed: setShouldManageUnconsumed.bind(wasm),
	setShouldSuspendAfterHeaders: setShouldSuspendAfterHeaders.bind(wasm),
	setMaxStartLineLength: setMaxStartLineLength.bind(wasm),
	setMaxHeaderLength: setMaxHeaderLength.bind(wasm),
	setMaxBodyPayload: setMaxBodyPayload.bind(wasm),
	setShouldSkipBody: setShouldSkipBody.bind(wasm),
	setActiveCallbacks: setActiveCallbacks.bind(wasm),
	setActiveEvents: setActiveEvents.bind(wasm),
	memory: wasm.memory,
	alloc: alloc.bind(wasm),
	dealloc: dealloc.bind(wasm),
	create: create.bind(wasm),
	destroy: destroy.bind(wasm),
	parse: parse.bind(wasm),
	fail: fail.bind(wasm),
	hasDebug: hasDebug.bind(wasm),
	clear: wasm.clear,
	complete: wasm.complete,
	finish: wasm.finish,
	pause: wasm.pause,
	reset: wasm.reset,
	resume: wasm.resume
  }

  return milo
}

function simple () {
  const spans = {}

  const milo = setup({/* REPLACE: callbacks:simple */})

  milo.spans = spans
  milo.create = simpleCreate.bind(milo, spans, milo.create)
  milo.destroy = simpleDestroy.bind(milo, spans, milo.destroy)

  return milo
}

module.exports = { wasmModule, noop, setup, simple }


/***/ }),

/***/ 8450:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {




const lazyLoaders = {
  __proto__: null,
  'node:crypto': () => __nccwpck_require__(7598),
  'node:sqlite': () => __nccwpck_require__(99)
}

function detectRuntimeFeatureByNodeModule (moduleName) {
  try {
	lazyLoaders[moduleName]()
	return true
  } catch (err) {
	if (err.code !== 'ERR_UNKNOWN_BUILTIN_MODULE' && err.code !== 'ERR_NO_CRYPTO') {
      throw err
	}
	return false
  }
}

const runtimeFeaturesAsNodeModule = /** @type {const} */ (['crypto', 'sqlite'])

function detectRuntimeFeature (feature) {
  if (runtimeFeaturesAsNodeModule.includes(/** @type {RuntimeFeatureByNodeModule} */ (feature))) {
	return detectRuntimeFeatureByNodeModule(`node:${feature}`)
  }
  throw new TypeError(`unknown feature: ${feature}`)
}

class RuntimeFeatures {
  #map = new Map()

  clear () {
	this.#map.clear()
  }

  has (feature) {
	return (
      this.#map.get(feature) ?? this.#detectRuntimeFeature(feature)
	)
  }

  set (feature, value) {
	if (runtimeFeaturesAsNodeModule.includes(feature) === false) {
      throw new TypeError(`unknown feature: ${feature}`)
	}
	this.#map.set(feature, value)
  }

  #detectRuntimeFeature (feature) {
	const result = detectRuntimeFeature(feature)
	this.#map.set(feature, result)
	return result
  }
}

const instance = new RuntimeFeatures()

module.exports.runtimeFeatures = instance
module.exports["default"] = instance


/***/ }),

/***/ 9535:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const {
  kConnected,
  kPending,
  kRunning,
  kSize,
  kFree,
  kQueued
} = __nccwpck_require__(6478)

class ClientStats {
  constructor (client) {
	this.connected = client[kConnected]
	this.pending = client[kPending]
	this.running = client[kRunning]
	this.size = client[kSize]
  }
}

class PoolStats {
  constructor (pool) {
	this.connected = pool[kConnected]
	this.free = pool[kFree]
	this.pending = pool[kPending]
	this.queued = pool[kQueued]
	this.running = pool[kRunning]
	this.size = pool[kSize]
  }
}

module.exports = { ClientStats, PoolStats }


/***/ }),

/***/ 4132:
/***/ ((module) => {




let fastNow = 0

const RESOLUTION_MS = 1e3

const TICK_MS = (RESOLUTION_MS >> 1) - 1

let fastNowTimeout

const kFastTimer = Symbol('kFastTimer')

const fastTimers = []


const NOT_IN_LIST = -2

const TO_BE_CLEARED = -1

const PENDING = 0

const ACTIVE = 1

function onTick () {
  fastNow += TICK_MS

  let idx = 0

  let len = fastTimers.length

  while (idx < len) {
	const timer = fastTimers[idx]

	if (timer._state === PENDING) {
      timer._idleStart = fastNow - TICK_MS
      timer._state = ACTIVE
	} else if (
      timer._state === ACTIVE &&
      fastNow >= timer._idleStart + timer._idleTimeout
	) {
      timer._state = TO_BE_CLEARED
      timer._idleStart = -1
      timer._onTimeout(timer._timerArg)
	}

	if (timer._state === TO_BE_CLEARED) {
      timer._state = NOT_IN_LIST

      if (--len !== 0) {
		fastTimers[idx] = fastTimers[len]
      }
	} else {
      ++idx
	}
  }

  fastTimers.length = len

  if (fastTimers.length !== 0) {
	refreshTimeout()
  }
}

function refreshTimeout () {
  if (fastNowTimeout?.refresh) {
	fastNowTimeout.refresh()
  } else {
	clearTimeout(fastNowTimeout)
	fastNowTimeout = setTimeout(onTick, TICK_MS)
	fastNowTimeout?.unref()
  }
}

class FastTimer {
  [kFastTimer] = true

  _state = NOT_IN_LIST

  _idleTimeout = -1

  _idleStart = -1

  _onTimeout

  _timerArg

  constructor (callback, delay, arg) {
	this._onTimeout = callback
	this._idleTimeout = delay
	this._timerArg = arg

	this.refresh()
  }

  refresh () {
	if (this._state === NOT_IN_LIST) {
      fastTimers.push(this)
	}

	if (!fastNowTimeout || fastTimers.length === 1) {
      refreshTimeout()
	}

	this._state = PENDING
  }

  clear () {
	this._state = TO_BE_CLEARED

	this._idleStart = -1
  }
}

module.exports = {
  setTimeout (callback, delay, arg) {
	return delay <= RESOLUTION_MS
      ? setTimeout(callback, delay, arg)
      : new FastTimer(callback, delay, arg)
  },
  clearTimeout (timeout) {
	if (timeout[kFastTimer]) {
      timeout.clear()
	} else {
      clearTimeout(timeout)
	}
  },
  setFastTimeout (callback, delay, arg) {
	return new FastTimer(callback, delay, arg)
  },
  clearFastTimeout (timeout) {
	timeout.clear()
  },
  now () {
	return fastNow
  },
  tick (delay = 0) {
	fastNow += delay - RESOLUTION_MS + 1
	onTick()
	onTick()
  },
  reset () {
	fastNow = 0
	fastTimers.length = 0
	clearTimeout(fastNowTimeout)
	fastNowTimeout = null
  },
  kFastTimer
}


/***/ }),

/***/ 7909:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const util = __nccwpck_require__(9203)
const {
  readableStreamClose,
  fullyReadBody,
  extractMimeType
} = __nccwpck_require__(7557)
const { FormData, setFormDataState, getFormDataBoundary } = __nccwpck_require__(583)
const { webidl } = __nccwpck_require__(8314)
const assert = __nccwpck_require__(4589)
const { isErrored, isDisturbed } = __nccwpck_require__(7075)
const { isUint8Array } = __nccwpck_require__(3429)
const { serializeAMimeType } = __nccwpck_require__(3381)
const { multipartFormDataParser } = __nccwpck_require__(7095)
const { parseJSONFromBytes } = __nccwpck_require__(3775)
const { utf8DecodeBytes } = __nccwpck_require__(2229)
const { ReadableStreamTee } = __nccwpck_require__(7830)

const textEncoder = new TextEncoder()
function noop () {}

const streamRegistry = new FinalizationRegistry((weakRef) => {
  const stream = weakRef.deref()
  if (stream && !stream.locked && !isDisturbed(stream) && !isErrored(stream)) {
	stream.cancel('Response object has been garbage collected').catch(noop)
  }
})

function extractBody (object, keepalive = false) {
  let stream = null

  if (webidl.is.ReadableStream(object)) {
	stream = object
  } else if (webidl.is.Blob(object)) {
	stream = object.stream()
  } else {
	stream = new ReadableStream({
      start () {},
      async pull (controller) {
		const result = action()

		const iterator = result?.[Symbol.asyncIterator]?.()
		if (iterator == null) {
          if (result?.length && !isErrored(stream)) {
			controller.enqueue(typeof result === 'string' ? textEncoder.encode(result) : new Uint8Array(result))
          }

          queueMicrotask(() => readableStreamClose(controller))
          return
		}

		while (true) {
          const { value, done } = await iterator.next()

          if (done) {
			queueMicrotask(() => readableStreamClose(controller))
			return
          }

          if (value.length && !isErrored(stream)) {
			controller.enqueue(new Uint8Array(value))
			return
          }
		}
      },
      cancel (reason) {
		return action()[Symbol.asyncIterator]?.().return(reason)
      },
      type: 'bytes'
	})
  }

  assert(webidl.is.ReadableStream(stream))

  let action = null

  let source = null

  let length = null

  let type = null

  if (typeof object === 'string') {
	source = object

	type = 'text/plain;charset=UTF-8'
  } else if (webidl.is.URLSearchParams(object)) {


	source = object.toString()

	type = 'application/x-www-form-urlencoded;charset=UTF-8'
  } else if (webidl.is.BufferSource(object)) {
	source = webidl.util.getCopyOfBytesHeldByBufferSource(object)
  } else if (webidl.is.FormData(object)) {
	const boundary = getFormDataBoundary(object)
	const prefix = `--${boundary}\r\nContent-Disposition: form-data`

	const formdataEscape = (str) =>
      str.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22')
	const normalizeLinefeeds = (value) => value.replace(/\r?\n|\r/g, '\r\n')


	const blobParts = []
	const rn = new Uint8Array([13, 10]) // '\r\n'
	length = 0
	let hasUnknownSizeValue = false

	for (const [name, value] of object) {
      if (typeof value === 'string') {
		const chunk = textEncoder.encode(prefix +
          `; name="${formdataEscape(normalizeLinefeeds(name))}"` +
          `\r\n\r\n${normalizeLinefeeds(value)}\r\n`)
		blobParts.push(chunk)
		length += chunk.byteLength
      } else {
		const chunk = textEncoder.encode(`${prefix}; name="${formdataEscape(normalizeLinefeeds(name))}"` +
          (value.name ? `; filename="${formdataEscape(value.name)}"` : '') + '\r\n' +
          `Content-Type: ${
			value.type || 'application/octet-stream'
          }\r\n\r\n`)
		blobParts.push(chunk, value, rn)
		if (typeof value.size === 'number') {
          length += chunk.byteLength + value.size + rn.byteLength
		} else {
          hasUnknownSizeValue = true
		}
      }
	}

	const chunk = textEncoder.encode(`--${boundary}--\r\n`)
	blobParts.push(chunk)
	length += chunk.byteLength
	if (hasUnknownSizeValue) {
      length = null
	}

	source = object

	const parts = (async function * () {
      for (const part of blobParts) {
		if (part.stream) {
          yield * part.stream()
		} else {
          yield part
		}
      }
	})()
	action = () => parts

	type = `multipart/form-data; boundary=${boundary}`
  } else if (webidl.is.Blob(object)) {

	source = object

	length = object.size

	if (object.type) {
      type = object.type
	}
  } else if (typeof object[Symbol.asyncIterator] === 'function') {
	if (keepalive) {
      throw new TypeError('keepalive')
	}

	if (util.isDisturbed(object) || object.locked) {
      throw new TypeError(
		'Response body object should not be disturbed or locked'
      )
	}

	if (webidl.is.ReadableStream(object)) {
      stream = object
	} else {
      const reader = ReadableStream.from(object).getReader()
      let cancelled = false
      stream = new ReadableStream({
		async pull (controller) {
          while (true) {
			const { done, value } = await reader.read()
			if (cancelled) {
              return
			}
			if (done) {
              controller.close()
              return
			}
			const bytes = isUint8Array(value) ? value : Buffer.from(value)
			if (bytes.byteLength) {
              controller.enqueue(bytes)
              return
			}
          }
		},
		cancel (reason) {
          cancelled = true
          return reader.cancel(reason)
		}
      }, { highWaterMark: 0 })
	}
  }

  if (typeof source === 'string' || isUint8Array(source)) {
	action = () => source
	length = typeof source === 'string' ? Buffer.byteLength(source) : source.length
  }


  const body = { stream, source, length }

  return [body, type]
}


function safelyExtractBody (object, keepalive = false) {

  if (webidl.is.ReadableStream(object)) {
	assert(!util.isDisturbed(object), 'The body has already been consumed.')
	assert(!object.locked, 'The stream is locked.')
  }

  return extractBody(object, keepalive)
}

function cloneBody (body) {


  const { 0: out1, 1: out2 } = ReadableStreamTee?.(body.stream, true) ?? body.stream.tee()

  body.stream = out1

  return {
	stream: out2,
	length: body.length,
	source: body.source
  }
}

function bodyMixinMethods (brandCheck, getInternalState) {
  const methods = {
	blob () {
      return consumeBody(this, (bytes) => {
		let mimeType = bodyMimeType(getInternalState(this))

		if (mimeType === null) {
          mimeType = ''
		} else if (mimeType) {
          mimeType = serializeAMimeType(mimeType)
		}

		return new Blob([bytes], { type: mimeType })
      }, brandCheck, getInternalState)
	},

	arrayBuffer () {
      return consumeBody(this, (bytes) => {
		return new Uint8Array(bytes).buffer
      }, brandCheck, getInternalState)
	},

	text () {
      return consumeBody(this, utf8DecodeBytes, brandCheck, getInternalState)
	},

	json () {
      return consumeBody(this, parseJSONFromBytes, brandCheck, getInternalState)
	},

	formData () {
      return consumeBody(this, (value) => {
		const mimeType = bodyMimeType(getInternalState(this))

		if (mimeType !== null) {
          switch (mimeType.essence) {
			case 'multipart/form-data': {
              const parsed = multipartFormDataParser(value, mimeType)

              const fd = new FormData()
              setFormDataState(fd, parsed)

              return fd
			}
			case 'application/x-www-form-urlencoded': {
              const entries = new URLSearchParams(value.toString())


              const fd = new FormData()

              for (const [name, value] of entries) {
				fd.append(name, value)
              }

              return fd
			}
          }
		}

		throw new TypeError(
          'Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".'
		)
      }, brandCheck, getInternalState)
	},

	bytes () {
      return consumeBody(this, (bytes) => {
		return new Uint8Array(bytes)
      }, brandCheck, getInternalState)
	},

	textStream () {
      const this_ = getInternalState(this)

      if (bodyUnusable(this_)) {
		throw new TypeError('Body is unusable: Body has already been read')
      }

      if (this_.body == null) {
		let controller
		const emptyStream = new ReadableStream({
          start: (c) => {
			controller = c
          },
          pull: () => Promise.resolve(),
          cancel: () => Promise.resolve()
		}, {
          size: () => 1
		})

		controller.close()

		return emptyStream
      }

      const stream = this_.body.stream

      const decoder = new TextDecoderStream('UTF-8')

      return stream.pipeThrough(decoder)
	}
  }

  return methods
}

function mixinBody (prototype, getInternalState, brandCheck) {
  Object.assign(prototype.prototype, bodyMixinMethods(brandCheck, getInternalState))
}

function consumeBody (object, convertBytesToJSValue, brandCheck, getInternalState) {
  try {
	webidl.brandCheck(object, brandCheck)
  } catch (e) {
	return Promise.reject(e)
  }

  object = getInternalState(object)

  if (bodyUnusable(object)) {
	return Promise.reject(new TypeError('Body is unusable: Body has already been read'))
  }

  const promise = Promise.withResolvers()

  const errorSteps = promise.reject

  const successSteps = (data) => {
	try {
      promise.resolve(convertBytesToJSValue(data))
	} catch (e) {
      errorSteps(e)
	}
  }

  if (object.body == null) {
	successSteps(Buffer.allocUnsafe(0))
	return promise.promise
  }

  fullyReadBody(object.body, successSteps, errorSteps)

  return promise.promise
}

function bodyUnusable (object) {
  const body = object.body

  return body != null && (body.stream.locked || util.isDisturbed(body.stream))
}

function bodyMimeType (requestOrResponse) {
  const headers = requestOrResponse.headersList

  const mimeType = extractMimeType(headers)

  if (mimeType === 'failure') {
	return null
  }

  return mimeType
}

module.exports = {
  extractBody,
  safelyExtractBody,
  cloneBody,
  mixinBody,
  streamRegistry,
  bodyUnusable
}


/***/ }),

/***/ 9676:
/***/ ((module) => {



const corsSafeListedMethods = /** @type {const} */ (['GET', 'HEAD', 'POST'])
const corsSafeListedMethodsSet = new Set(corsSafeListedMethods)

const nullBodyStatus = /** @type {const} */ ([101, 204, 205, 304])

const redirectStatus = /** @type {const} */ ([301, 302, 303, 307, 308])
const redirectStatusSet = new Set(redirectStatus)

const badPorts = /** @type {const} */ ([
  '1', '7', '9', '11', '13', '15', '17', '19', '20', '21', '22', '23', '25', '37', '42', '43', '53', '69', '77', '79',
  '87', '95', '101', '102', '103', '104', '109', '110', '111', '113', '115', '117', '119', '123', '135', '137',
  '139', '143', '161', '179', '389', '427', '465', '512', '513', '514', '515', '526', '530', '531', '532',
  '540', '548', '554', '556', '563', '587', '601', '636', '989', '990', '993', '995', '1719', '1720', '1723',
  '2049', '3659', '4045', '4190', '5060', '5061', '6000', '6566', '6665', '6666', '6667', '6668', '6669', '6679',
  '6697', '10080'
])
const badPortsSet = new Set(badPorts)

const referrerPolicyTokens = /** @type {const} */ ([
  'no-referrer',
  'no-referrer-when-downgrade',
  'same-origin',
  'origin',
  'strict-origin',
  'origin-when-cross-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url'
])

const referrerPolicy = /** @type {const} */ ([
  '',
  ...referrerPolicyTokens
])
const referrerPolicyTokensSet = new Set(referrerPolicyTokens)

const requestRedirect = /** @type {const} */ (['follow', 'manual', 'error'])

const safeMethods = /** @type {const} */ (['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY'])
const safeMethodsSet = new Set(safeMethods)

const requestMode = /** @type {const} */ (['navigate', 'same-origin', 'no-cors', 'cors'])

const requestCredentials = /** @type {const} */ (['omit', 'same-origin', 'include'])

const requestCache = /** @type {const} */ ([
  'default',
  'no-store',
  'reload',
  'no-cache',
  'force-cache',
  'only-if-cached'
])

const requestBodyHeader = /** @type {const} */ ([
  'content-encoding',
  'content-language',
  'content-location',
  'content-type',
  'content-length'
])

const requestDuplex = /** @type {const} */ ([
  'half'
])

const forbiddenMethods = /** @type {const} */ (['CONNECT', 'TRACE', 'TRACK'])
const forbiddenMethodsSet = new Set(forbiddenMethods)

const subresource = /** @type {const} */ ([
  'audio',
  'audioworklet',
  'font',
  'image',
  'manifest',
  'paintworklet',
  'script',
  'style',
  'track',
  'video',
  'xslt',
  ''
])
const subresourceSet = new Set(subresource)

module.exports = {
  subresource,
  forbiddenMethods,
  requestBodyHeader,
  referrerPolicy,
  requestRedirect,
  requestMode,
  requestCredentials,
  requestCache,
  redirectStatus,
  corsSafeListedMethods,
  nullBodyStatus,
  safeMethods,
  badPorts,
  requestDuplex,
  subresourceSet,
  badPortsSet,
  redirectStatusSet,
  corsSafeListedMethodsSet,
  safeMethodsSet,
  forbiddenMethodsSet,
  referrerPolicyTokens: referrerPolicyTokensSet
}


/***/ }),

/***/ 3381:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const assert = __nccwpck_require__(4589)
const { asciiLowercase, forgivingBase64, collectASequenceOfCodePoints, collectASequenceOfCodePointsFast, isomorphicDecode, removeASCIIWhitespace, removeChars } = __nccwpck_require__(3775)

const encoder = new TextEncoder()

const HTTP_TOKEN_CODEPOINTS = /^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/u
const HTTP_WHITESPACE_REGEX = /[\u000A\u000D\u0009\u0020]/u // eslint-disable-line

const HTTP_QUOTED_STRING_TOKENS = /^[\u0009\u0020-\u007E\u0080-\u00FF]+$/u // eslint-disable-line

function dataURLProcessor (dataURL) {
  assert(dataURL.protocol === 'data:')

  let input = URLSerializer(dataURL, true)

  input = input.slice(5)

  const position = { position: 0 }

  let mimeType = collectASequenceOfCodePointsFast(
	',',
	input,
	position
  )

  const mimeTypeLength = mimeType.length
  mimeType = removeASCIIWhitespace(mimeType, true, true)

  if (position.position >= input.length) {
	return 'failure'
  }

  position.position++

  const encodedBody = input.slice(mimeTypeLength + 1)

  let body = stringPercentDecode(encodedBody)

  if (/;\u0020*[Bb][Aa][Ss][Ee]64$/u.test(mimeType)) {
	const stringBody = isomorphicDecode(body)

	body = forgivingBase64(stringBody)

	if (body === 'failure') {
      return 'failure'
	}

	mimeType = mimeType.slice(0, -6)

	mimeType = mimeType.replace(/(\u0020+)$/u, '')

	mimeType = mimeType.slice(0, -1)
  }

  if (mimeType.startsWith(';')) {
	mimeType = 'text/plain' + mimeType
  }

  let mimeTypeRecord = parseMIMEType(mimeType)

  if (mimeTypeRecord === 'failure') {
	mimeTypeRecord = parseMIMEType('text/plain;charset=US-ASCII')
  }

  return { mimeType: mimeTypeRecord, body }
}

function URLSerializer (url, excludeFragment = false) {
  if (!excludeFragment) {
	return url.href
  }

  const href = url.href
  const hashLength = url.hash.length

  const serialized = hashLength === 0 ? href : href.substring(0, href.length - hashLength)

  if (!hashLength && href.endsWith('#')) {
	return serialized.slice(0, -1)
  }

  return serialized
}

function stringPercentDecode (input) {
  const bytes = encoder.encode(input)

  return percentDecode(bytes)
}

function isHexCharByte (byte) {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
}

function hexByteToNumber (byte) {
  return (
	byte >= 0x30 && byte <= 0x39
      ? (byte - 48)
      : ((byte & 0xDF) - 55)
  )
}

function percentDecode (input) {
  const length = input.length
  const output = new Uint8Array(length)
  let j = 0
  let i = 0
  while (i < length) {
	const byte = input[i]

	if (byte !== 0x25) {
      output[j++] = byte

	} else if (
      byte === 0x25 &&
      !(isHexCharByte(input[i + 1]) && isHexCharByte(input[i + 2]))
	) {
      output[j++] = 0x25

	} else {
      output[j++] = (hexByteToNumber(input[i + 1]) << 4) | hexByteToNumber(input[i + 2])

      i += 2
	}
	++i
  }

  return length === j ? output : output.subarray(0, j)
}

function parseMIMEType (input) {
  input = removeHTTPWhitespace(input, true, true)

  const position = { position: 0 }

  const type = collectASequenceOfCodePointsFast(
	'/',
	input,
	position
  )

  if (type.length === 0 || !HTTP_TOKEN_CODEPOINTS.test(type)) {
	return 'failure'
  }

  if (position.position >= input.length) {
	return 'failure'
  }

  position.position++

  let subtype = collectASequenceOfCodePointsFast(
	';',
	input,
	position
  )

  subtype = removeHTTPWhitespace(subtype, false, true)

  if (subtype.length === 0 || !HTTP_TOKEN_CODEPOINTS.test(subtype)) {
	return 'failure'
  }

  const typeLowercase = asciiLowercase(type)
  const subtypeLowercase = asciiLowercase(subtype)

  const mimeType = {
	type: typeLowercase,
	subtype: subtypeLowercase,
	parameters: new Map(),
	essence: `${typeLowercase}/${subtypeLowercase}`
  }

  while (position.position < input.length) {
	position.position++

	collectASequenceOfCodePoints(
      char => HTTP_WHITESPACE_REGEX.test(char),
      input,
      position
	)

	let parameterName = collectASequenceOfCodePoints(
      (char) => char !== ';' && char !== '=',
      input,
      position
	)

	parameterName = asciiLowercase(parameterName)

	if (position.position < input.length) {
      if (input[position.position] === ';') {
		continue
      }

      position.position++
	}

	if (position.position >= input.length) {
      break
	}

	let parameterValue = null

	if (input[position.position] === '"') {
      parameterValue = collectAnHTTPQuotedString(input, position, true)

      collectASequenceOfCodePointsFast(
		';',
		input,
		position
      )

	} else {
      parameterValue = collectASequenceOfCodePointsFast(
		';',
		input,
		position
      )

      parameterValue = removeHTTPWhitespace(parameterValue, false, true)

      if (parameterValue.length === 0) {
		continue
      }
	}

	if (
      parameterName.length !== 0 &&
      HTTP_TOKEN_CODEPOINTS.test(parameterName) &&
      (parameterValue.length === 0 || HTTP_QUOTED_STRING_TOKENS.test(parameterValue)) &&
      !mimeType.parameters.has(parameterName)
	) {
      mimeType.parameters.set(parameterName, parameterValue)
	}
  }

  return mimeType
}

function collectAnHTTPQuotedString (input, position, extractValue = false) {
  const positionStart = position.position

  let value = ''

  assert(input[position.position] === '"')

  position.position++

  while (true) {
	value += collectASequenceOfCodePoints(
      (char) => char !== '"' && char !== '\\',
      input,
      position
	)

	if (position.position >= input.length) {
      break
	}

	const quoteOrBackslash = input[position.position]

	position.position++

	if (quoteOrBackslash === '\\') {
      if (position.position >= input.length) {
		value += '\\'
		break
      }

      value += input[position.position]

      position.position++

	} else {
      assert(quoteOrBackslash === '"')

      break
	}
  }

  if (extractValue) {
	return value
  }

  return input.slice(positionStart, position.position)
}

function serializeAMimeType (mimeType) {
  assert(mimeType !== 'failure')
  const { parameters, essence } = mimeType

  let serialization = essence

  for (let [name, value] of parameters.entries()) {
	serialization += ';'

	serialization += name

	serialization += '='

	if (!HTTP_TOKEN_CODEPOINTS.test(value)) {
      value = value.replace(/[\\"]/ug, '\\$&')

      value = '"' + value

      value += '"'
	}

	serialization += value
  }

  return serialization
}

function isHTTPWhiteSpace (char) {
  return char === 0x00d || char === 0x00a || char === 0x009 || char === 0x020
}

function removeHTTPWhitespace (str, leading = true, trailing = true) {
  return removeChars(str, leading, trailing, isHTTPWhiteSpace)
}

function minimizeSupportedMimeType (mimeType) {
  switch (mimeType.essence) {
	case 'application/ecmascript':
	case 'application/javascript':
	case 'application/x-ecmascript':
	case 'application/x-javascript':
	case 'text/ecmascript':
	case 'text/javascript':
	case 'text/javascript1.0':
	case 'text/javascript1.1':
	case 'text/javascript1.2':
	case 'text/javascript1.3':
	case 'text/javascript1.4':
	case 'text/javascript1.5':
	case 'text/jscript':
	case 'text/livescript':
	case 'text/x-ecmascript':
	case 'text/x-javascript':
      return 'text/javascript'
	case 'application/json':
	case 'text/json':
      return 'application/json'
	case 'image/svg+xml':
      return 'image/svg+xml'
	case 'text/xml':
	case 'application/xml':
      return 'application/xml'
  }

  if (mimeType.subtype.endsWith('+json')) {
	return 'application/json'
  }

  if (mimeType.subtype.endsWith('+xml')) {
	return 'application/xml'
  }


  return ''
}

module.exports = {
  dataURLProcessor,
  URLSerializer,
  stringPercentDecode,
  parseMIMEType,
  collectAnHTTPQuotedString,
  serializeAMimeType,
  removeHTTPWhitespace,
  minimizeSupportedMimeType,
  HTTP_TOKEN_CODEPOINTS
}


/***/ }),

/***/ 7095:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { bufferToLowerCasedHeaderName } = __nccwpck_require__(9203)
const { HTTP_TOKEN_CODEPOINTS } = __nccwpck_require__(3381)
const { makeEntry } = __nccwpck_require__(583)
const { webidl } = __nccwpck_require__(8314)
const assert = __nccwpck_require__(4589)
const { isomorphicDecode } = __nccwpck_require__(3775)

const dd = Buffer.from('--')
const decoder = new TextDecoder()
const decoderIgnoreBOM = new TextDecoder('utf-8', { ignoreBOM: true })

function isAsciiString (chars) {
  for (let i = 0; i < chars.length; ++i) {
	if ((chars.charCodeAt(i) & ~0x7F) !== 0) {
      return false
	}
  }
  return true
}

function validateBoundary (boundary) {
  const length = boundary.length

  if (length < 27 || length > 70) {
	return false
  }

  for (let i = 0; i < length; ++i) {
	const cp = boundary.charCodeAt(i)

	if (!(
      (cp >= 0x30 && cp <= 0x39) ||
      (cp >= 0x41 && cp <= 0x5a) ||
      (cp >= 0x61 && cp <= 0x7a) ||
      cp === 0x27 ||
      cp === 0x2d ||
      cp === 0x5f
	)) {
      return false
	}
  }

  return true
}

function multipartFormDataParser (input, mimeType) {
  assert(mimeType !== 'failure' && mimeType.essence === 'multipart/form-data')

  const boundaryString = mimeType.parameters.get('boundary')

  if (boundaryString === undefined) {
	throw parsingError('missing boundary in content-type header')
  }

  const boundary = Buffer.from(`--${boundaryString}`, 'utf8')

  const entryList = []

  const position = { position: 0 }

  const firstBoundaryIndex = input.indexOf(boundary)

  if (firstBoundaryIndex === -1) {
	throw parsingError('no boundary found in multipart body')
  }

  position.position = firstBoundaryIndex

  while (true) {
	if (input.subarray(position.position, position.position + boundary.length).equals(boundary)) {
      position.position += boundary.length
	} else {
      throw parsingError('expected a value starting with -- and the boundary')
	}

	if (bufferStartsWith(input, dd, position)) {
      return entryList
	}

	if (input[position.position] !== 0x0d || input[position.position + 1] !== 0x0a) {
      throw parsingError('expected CRLF')
	}

	position.position += 2

	const result = parseMultipartFormDataHeaders(input, position)

	let { name, filename, contentType, encoding } = result

	position.position += 2

	let body

	{
      const boundaryIndex = input.indexOf(boundary.subarray(2), position.position)

      if (boundaryIndex === -1) {
		throw parsingError('expected boundary after body')
      }

      body = input.subarray(position.position, boundaryIndex - 4)

      position.position += body.length

      if (encoding === 'base64') {
		body = Buffer.from(body.toString(), 'base64')
      }
	}

	if (input[position.position] !== 0x0d || input[position.position + 1] !== 0x0a) {
      throw parsingError('expected CRLF')
	} else {
      position.position += 2
	}

	let value

	if (filename !== null) {
      contentType ??= 'text/plain'


      if (!isAsciiString(contentType)) {
		contentType = ''
      }

      value = new File([body], filename, { type: contentType })
	} else {

      value = decoderIgnoreBOM.decode(Buffer.from(body))
	}

	assert(webidl.is.USVString(name))
	assert((typeof value === 'string' && webidl.is.USVString(value)) || webidl.is.File(value))

	entryList.push(makeEntry(name, value, filename))
  }
}

function parseContentDispositionAttribute (input, position) {
  if (input[position.position] === 0x3b /* ; */) {
	position.position++
  }

  collectASequenceOfBytes(
	(char) => char === 0x20 || char === 0x09,
	input,
	position
  )

  const attributeName = collectASequenceOfBytes(
	(char) => isToken(char) && char !== 0x3d && char !== 0x2a, // not = or *
	input,
	position
  )

  if (attributeName.length === 0) {
	return null
  }

  const attrNameStr = attributeName.toString('ascii').toLowerCase()

  const isExtended = input[position.position] === 0x2a /* * */
  if (isExtended) {
	position.position++ // skip *
  }

  if (input[position.position] !== 0x3d /* = */) {
	return null
  }
  position.position++ // skip =

  collectASequenceOfBytes(
	(char) => char === 0x20 || char === 0x09,
	input,
	position
  )

  let value

  if (isExtended) {
	const headerValue = collectASequenceOfBytes(
      (char) => char !== 0x20 && char !== 0x0d && char !== 0x0a && char !== 0x3b, // not space, CRLF, or ;
      input,
      position
	)

	const charsetSeparator = headerValue.indexOf(0x27)
	const languageSeparator = charsetSeparator === -1
      ? -1
      : headerValue.indexOf(0x27, charsetSeparator + 1)

	if (charsetSeparator === -1 || languageSeparator === -1) {
      throw parsingError('expected charset and language separators in extended value')
	}

	if (
      charsetSeparator !== 5 ||
      (headerValue[0] !== 0x75 && headerValue[0] !== 0x55) || // u or U
      (headerValue[1] !== 0x74 && headerValue[1] !== 0x54) || // t or T
      (headerValue[2] !== 0x66 && headerValue[2] !== 0x46) || // f or F
      headerValue[3] !== 0x2d || // -
      headerValue[4] !== 0x38 // 8
	) {
      throw parsingError('unknown charset, expected utf-8')
	}

	value = decodeURIComponent(decoder.decode(headerValue.subarray(languageSeparator + 1)))
  } else if (input[position.position] === 0x22 /* " */) {
	position.position++ // skip opening quote

	const quotedValue = collectASequenceOfBytes(
      (char) => char !== 0x0a && char !== 0x0d && char !== 0x22, // not LF, CR, or "
      input,
      position
	)

	if (input[position.position] !== 0x22) {
      throw parsingError('Closing quote not found')
	}
	position.position++ // skip closing quote

	value = decoder.decode(quotedValue)
      .replace(/%0A/ig, '\n')
      .replace(/%0D/ig, '\r')
      .replace(/%22/g, '"')
  } else {
	const tokenValue = collectASequenceOfBytes(
      (char) => isToken(char) && char !== 0x3b, // not ;
      input,
      position
	)

	value = decoder.decode(tokenValue)
  }

  return { name: attrNameStr, value, extended: isExtended }
}

function parseMultipartFormDataHeaders (input, position) {
  let name = null
  let filename = null
  let contentType = null
  let encoding = null

  while (true) {
	if (input[position.position] === 0x0d && input[position.position + 1] === 0x0a) {
      if (name === null) {
		throw parsingError('header name is null')
      }

      return { name, filename, contentType, encoding }
	}

	let headerName = collectASequenceOfBytes(
      (char) => char !== 0x0a && char !== 0x0d && char !== 0x3a,
      input,
      position
	)

	headerName = removeChars(headerName, true, true, (char) => char === 0x9 || char === 0x20)

	if (!HTTP_TOKEN_CODEPOINTS.test(headerName.toString())) {
      throw parsingError('header name does not match the field-name token production')
	}

	if (input[position.position] !== 0x3a) {
      throw parsingError('expected :')
	}

	position.position++

	collectASequenceOfBytes(
      (char) => char === 0x20 || char === 0x09,
      input,
      position
	)

	switch (bufferToLowerCasedHeaderName(headerName)) {
      case 'content-disposition': {
		name = filename = null
		let filenameIsExtended = false

		const dispositionType = collectASequenceOfBytes(
          (char) => isToken(char),
          input,
          position
		)

		if (dispositionType.toString('ascii').toLowerCase() !== 'form-data') {
          throw parsingError('expected form-data for content-disposition header')
		}

		while (
          position.position < input.length &&
          (input[position.position] !== 0x0d ||
          input[position.position + 1] !== 0x0a)
		) {
          const attribute = parseContentDispositionAttribute(input, position)

          if (!attribute) {
			break
          }

          if (attribute.name === 'name') {
			name = attribute.value
          } else if (attribute.name === 'filename') {
			if (attribute.extended) {
              filename = attribute.value
              filenameIsExtended = true
			} else if (!filenameIsExtended) {
              filename = attribute.value
			}
          }
		}

		if (name === null) {
          throw parsingError('name attribute is required in content-disposition header')
		}

		break
      }
      case 'content-type': {
		let headerValue = collectASequenceOfBytes(
          (char) => char !== 0x0a && char !== 0x0d,
          input,
          position
		)

		headerValue = removeChars(headerValue, false, true, (char) => char === 0x9 || char === 0x20)

		contentType = isomorphicDecode(headerValue)

		break
      }
      case 'content-transfer-encoding': {
		let headerValue = collectASequenceOfBytes(
          (char) => char !== 0x0a && char !== 0x0d,
          input,
          position
		)

		headerValue = removeChars(headerValue, false, true, (char) => char === 0x9 || char === 0x20)

		encoding = isomorphicDecode(headerValue)

		break
      }
      default: {
		collectASequenceOfBytes(
          (char) => char !== 0x0a && char !== 0x0d,
          input,
          position
		)
      }
	}

	if (input[position.position] !== 0x0d || input[position.position + 1] !== 0x0a) {
      throw parsingError('expected CRLF')
	} else {
      position.position += 2
	}
  }
}

function collectASequenceOfBytes (condition, input, position) {
  let start = position.position

  while (start < input.length && condition(input[start])) {
	++start
  }

  return input.subarray(position.position, (position.position = start))
}

function removeChars (buf, leading, trailing, predicate) {
  let lead = 0
  let trail = buf.length - 1

  if (leading) {
	while (lead < buf.length && predicate(buf[lead])) lead++
  }

  if (trailing) {
	while (trail > 0 && predicate(buf[trail])) trail--
  }

  return lead === 0 && trail === buf.length - 1 ? buf : buf.subarray(lead, trail + 1)
}

function bufferStartsWith (buffer, start, position) {
  if (buffer.length < start.length) {
	return false
  }

  for (let i = 0; i < start.length; i++) {
	if (start[i] !== buffer[position.position + i]) {
      return false
	}
  }

  return true
}

function parsingError (cause) {
  return new TypeError('Failed to parse body as FormData.', { cause: new TypeError(cause) })
}

function isCTL (char) {
  return char <= 0x1f || char === 0x7f
}

function isTSpecial (char) {
  return (
	char === 0x28 || // (
	char === 0x29 || // )
	char === 0x3c || // <
	char === 0x3e || // >
	char === 0x40 || // @
	char === 0x2c || // ,
	char === 0x3b || // ;
	char === 0x3a || // :
	char === 0x5c || // \
	char === 0x22 || // "
	char === 0x2f || // /
	char === 0x5b || // [
	char === 0x5d || // ]
	char === 0x3f || // ?
	char === 0x3d    // +
  )
}

function isToken (char) {
  return (
	char <= 0x7f &&  // ascii
	char !== 0x20 && // space
	char !== 0x09 &&
	!isCTL(char) &&
	!isTSpecial(char)
  )
}

module.exports = {
  multipartFormDataParser,
  validateBoundary
}


/***/ }),

/***/ 583:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { iteratorMixin } = __nccwpck_require__(7557)
const { kEnumerableProperty } = __nccwpck_require__(9203)
const { webidl } = __nccwpck_require__(8314)
const nodeUtil = __nccwpck_require__(7975)
const { runtimeFeatures } = __nccwpck_require__(8450)

const random = runtimeFeatures.has('crypto')
  ? (__nccwpck_require__(7598).randomInt)
  : (max) => Math.floor(Math.random() * max)

let getFormDataState, setFormDataState, getFormDataBoundary

class FormData {
  #state = []
  #boundary = null

  constructor (form = undefined) {
	webidl.util.markAsUncloneable(this)

	if (form !== undefined) {
      throw webidl.errors.conversionFailed({
		prefix: 'FormData constructor',
		argument: 'Argument 1',
		types: ['undefined']
      })
	}
  }

  append (name, value, filename = undefined) {
	webidl.brandCheck(this, webidl.is.FormData)

	const prefix = 'FormData.append'
	webidl.argumentLengthCheck(arguments, 2, prefix)

	name = webidl.converters.USVString(name)

	if (arguments.length === 3 || webidl.is.Blob(value)) {
      value = webidl.converters.Blob(value, prefix, 'value')

      if (filename !== undefined) {
		filename = webidl.converters.USVString(filename)
      }
	} else {
      value = webidl.converters.USVString(value)
	}


	const entry = makeEntry(name, value, filename)

	this.#state.push(entry)
  }

  delete (name) {
	webidl.brandCheck(this, webidl.is.FormData)

	const prefix = 'FormData.delete'
	webidl.argumentLengthCheck(arguments, 1, prefix)

	name = webidl.converters.USVString(name)

	this.#state = this.#state.filter(entry => entry.name !== name)
  }

  get (name) {
	webidl.brandCheck(this, webidl.is.FormData)

	const prefix = 'FormData.get'
	webidl.argumentLengthCheck(arguments, 1, prefix)

	name = webidl.converters.USVString(name)

	const idx = this.#state.findIndex((entry) => entry.name === name)
	if (idx === -1) {
      return null
	}

	return this.#state[idx].value
  }

  getAll (name) {
	webidl.brandCheck(this, webidl.is.FormData)

	const prefix = 'FormData.getAll'
	webidl.argumentLengthCheck(arguments, 1, prefix)

	name = webidl.converters.USVString(name)

	return this.#state
      .filter((entry) => entry.name === name)
      .map((entry) => entry.value)
  }

  has (name) {
	webidl.brandCheck(this, webidl.is.FormData)

	const prefix = 'FormData.has'
	webidl.argumentLengthCheck(arguments, 1, prefix)

	name = webidl.converters.USVString(name)

	return this.#state.findIndex((entry) => entry.name === name) !== -1
  }

  set (name, value, filename = undefined) {
	webidl.brandCheck(this, webidl.is.FormData)

	const prefix = 'FormData.set'
	webidl.argumentLengthCheck(arguments, 2, prefix)

	name = webidl.converters.USVString(name)

	if (arguments.length === 3 || webidl.is.Blob(value)) {
      value = webidl.converters.Blob(value, prefix, 'value')

      if (filename !== undefined) {
		filename = webidl.converters.USVString(filename)
      }
	} else {
      value = webidl.converters.USVString(value)
	}



	const entry = makeEntry(name, value, filename)

	const idx = this.#state.findIndex((entry) => entry.name === name)
	if (idx !== -1) {
      this.#state = [
		...this.#state.slice(0, idx),
		entry,
		...this.#state.slice(idx + 1).filter((entry) => entry.name !== name)
      ]
	} else {
      this.#state.push(entry)
	}
  }

  [nodeUtil.inspect.custom] (depth, options) {
	const state = this.#state.reduce((a, b) => {
      if (a[b.name]) {
		if (Array.isArray(a[b.name])) {
          a[b.name].push(b.value)
		} else {
          a[b.name] = [a[b.name], b.value]
		}
      } else {
		a[b.name] = b.value
      }

      return a
	}, { __proto__: null })

	options.depth ??= depth
	options.colors ??= true

	const output = nodeUtil.formatWithOptions(options, state)

	return `FormData ${output.slice(output.indexOf(']') + 2)}`
  }

  static {
	getFormDataState = (formData) => formData.#state

	setFormDataState = (formData, newState) => {
      formData.#state = newState
	}

	getFormDataBoundary = (formData) => {
      return formData.#boundary ??= `----formdata-undici-0${`${random(1e11)}`.padStart(11, '0')}`
	}

	webidl.is.FormData = (arg) => {
      return arg != null && typeof arg === 'object' && #state in arg
	}
  }
}

iteratorMixin('FormData', FormData, getFormDataState, 'name', 'value', webidl.is.FormData)

Object.defineProperties(FormData.prototype, {
  append: kEnumerableProperty,
  delete: kEnumerableProperty,
  get: kEnumerableProperty,
  getAll: kEnumerableProperty,
  has: kEnumerableProperty,
  set: kEnumerableProperty,
  [Symbol.toStringTag]: {
	value: 'FormData',
	configurable: true
  }
})

function makeEntry (name, value, filename) {

  if (typeof value === 'string') {
  } else {

	if (!webidl.is.File(value)) {
      value = new File([value], 'blob', { type: value.type })
	}

	if (filename !== undefined) {
      const options = {
		type: value.type,
		lastModified: value.lastModified
      }

      value = new File([value], filename, options)
	}
  }

  return { name, value }
}

module.exports = { FormData, makeEntry, setFormDataState, getFormDataBoundary }


/***/ }),

/***/ 5698:
/***/ ((module) => {



const globalOrigin = Symbol.for('undici.globalOrigin.1')

function getGlobalOrigin () {
  return globalThis[globalOrigin]
}

function setGlobalOrigin (newOrigin) {
  if (newOrigin === undefined) {
	Object.defineProperty(globalThis, globalOrigin, {
      value: undefined,
      writable: true,
      enumerable: false,
      configurable: false
	})

	return
  }

  const parsedURL = new URL(newOrigin)

  if (parsedURL.protocol !== 'http:' && parsedURL.protocol !== 'https:') {
	throw new TypeError(`Only http & https urls are allowed, received ${parsedURL.protocol}`)
  }

  Object.defineProperty(globalThis, globalOrigin, {
	value: parsedURL,
	writable: true,
	enumerable: false,
	configurable: false
  })
}

module.exports = {
  getGlobalOrigin,
  setGlobalOrigin
}


/***/ }),

/***/ 4779:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {




const { kConstruct } = __nccwpck_require__(6478)
const { kEnumerableProperty, setHeader } = __nccwpck_require__(9203)
const {
  iteratorMixin,
  isValidHeaderName,
  isValidHeaderValue
} = __nccwpck_require__(7557)
const { webidl } = __nccwpck_require__(8314)
const assert = __nccwpck_require__(4589)
const util = __nccwpck_require__(7975)

function isHTTPWhiteSpaceCharCode (code) {
  return code === 0x0a || code === 0x0d || code === 0x09 || code === 0x20
}

function headerValueNormalize (potentialValue) {
  let i = 0; let j = potentialValue.length

  while (j > i && isHTTPWhiteSpaceCharCode(potentialValue.charCodeAt(j - 1))) --j
  while (j > i && isHTTPWhiteSpaceCharCode(potentialValue.charCodeAt(i))) ++i

  return i === 0 && j === potentialValue.length ? potentialValue : potentialValue.substring(i, j)
}

function fill (headers, object) {

  if (Array.isArray(object)) {
	for (let i = 0; i < object.length; ++i) {
      const header = object[i]
      if (header.length !== 2) {
		throw webidl.errors.exception({
          header: 'Headers constructor',
          message: `expected name/value pair to be length 2, found ${header.length}.`
		})
      }

      appendHeader(headers, header[0], header[1])
	}
  } else if (typeof object === 'object' && object !== null) {

	const keys = Object.keys(object)
	for (let i = 0; i < keys.length; ++i) {
      appendHeader(headers, keys[i], object[keys[i]])
	}
  } else {
	throw webidl.errors.conversionFailed({
      prefix: 'Headers constructor',
      argument: 'Argument 1',
      types: ['sequence<sequence<ByteString>>', 'record<ByteString, ByteString>']
	})
  }
}

function appendHeader (headers, name, value) {
  value = headerValueNormalize(value)

  if (!isValidHeaderName(name)) {
	throw webidl.errors.invalidArgument({
      prefix: 'Headers.append',
      value: name,
      type: 'header name'
	})
  } else if (!isValidHeaderValue(value)) {
	throw webidl.errors.invalidArgument({
      prefix: 'Headers.append',
      value,
      type: 'header value'
	})
  }

  if (getHeadersGuard(headers) === 'immutable') {
	throw new TypeError('immutable')
  }


  return getHeadersList(headers).append(name, value, false)

}

function headersListSortAndCombine (target) {
  const headersList = getHeadersList(target)

  if (!headersList) {
	return []
  }

  if (headersList.sortedMap) {
	return headersList.sortedMap
  }

  const headers = []

  const names = headersList.toSortedArray()

  const cookies = headersList.cookies

  if (cookies === null || cookies.length === 1) {
	return (headersList.sortedMap = names)
  }

  for (let i = 0; i < names.length; ++i) {
	const { 0: name, 1: value } = names[i]
	if (name === 'set-cookie') {

      for (let j = 0; j < cookies.length; ++j) {
		headers.push([name, cookies[j]])
      }
	} else {



      headers.push([name, value])
	}
  }

  return (headersList.sortedMap = headers)
}

function compareHeaderName (a, b) {
  return a[0] < b[0] ? -1 : 1
}

class HeadersList {
  cookies = null

  sortedMap
  headersMap

  constructor (init) {
	if (init instanceof HeadersList) {
      this.headersMap = new Map(init.headersMap)
      this.sortedMap = init.sortedMap
      this.cookies = init.cookies === null ? null : [...init.cookies]
	} else {
      this.headersMap = new Map(init)
      this.sortedMap = null
	}
  }

  contains (name, isLowerCase) {

	return this.headersMap.has(isLowerCase ? name : name.toLowerCase())
  }

  clear () {
	this.headersMap.clear()
	this.sortedMap = null
	this.cookies = null
  }

  append (name, value, isLowerCase) {
	this.sortedMap = null

	const lowercaseName = isLowerCase ? name : name.toLowerCase()
	const exists = this.headersMap.get(lowercaseName)

	if (exists) {
      const delimiter = lowercaseName === 'cookie' ? '; ' : ', '
      this.headersMap.set(lowercaseName, {
		name: exists.name,
		value: `${exists.value}${delimiter}${value}`
      })
	} else {
      this.headersMap.set(lowercaseName, { name, value })
	}

	if (lowercaseName === 'set-cookie') {
      (this.cookies ??= []).push(value)
	}
  }

  set (name, value, isLowerCase) {
	this.sortedMap = null
	const lowercaseName = isLowerCase ? name : name.toLowerCase()

	if (lowercaseName === 'set-cookie') {
      this.cookies = [value]
	}

	this.headersMap.set(lowercaseName, { name, value })
  }

  delete (name, isLowerCase) {
	this.sortedMap = null
	if (!isLowerCase) name = name.toLowerCase()

	if (name === 'set-cookie') {
      this.cookies = null
	}

	this.headersMap.delete(name)
  }

  get (name, isLowerCase) {
	return this.headersMap.get(isLowerCase ? name : name.toLowerCase())?.value ?? null
  }

  * [Symbol.iterator] () {
	for (const { 0: name, 1: { value } } of this.headersMap) {
      yield [name, value]
	}
  }

  get entries () {
	const headers = {}

	if (this.headersMap.size !== 0) {
      for (const { name, value } of this.headersMap.values()) {
		setHeader(headers, name, value)
      }
	}

	return headers
  }

  rawValues () {
	return this.headersMap.values()
  }

  get entriesList () {
	const headers = []

	if (this.headersMap.size !== 0) {
      for (const { 0: lowerName, 1: { name, value } } of this.headersMap) {
		if (lowerName === 'set-cookie') {
          for (const cookie of this.cookies) {
			headers.push([name, cookie])
          }
		} else {
          headers.push([name, value])
		}
      }
	}

	return headers
  }

  toSortedArray () {
	const size = this.headersMap.size
	const array = new Array(size)
	if (size <= 32) {
      if (size === 0) {
		return array
      }
      const iterator = this.headersMap[Symbol.iterator]()
      const firstValue = iterator.next().value
      array[0] = [firstValue[0], firstValue[1].value]
      assert(firstValue[1].value !== null)
      for (
		let i = 1, j = 0, right = 0, left = 0, pivot = 0, x, value;
		i < size;
		++i
      ) {
		value = iterator.next().value
		x = array[i] = [value[0], value[1].value]
		assert(x[1] !== null)
		left = 0
		right = i
		while (left < right) {
          pivot = left + ((right - left) >> 1)
          if (array[pivot][0] <= x[0]) {
			left = pivot + 1
          } else {
			right = pivot
          }
		}
		if (i !== pivot) {
          j = i
          while (j > left) {
			array[j] = array[--j]
          }
          array[left] = x
		}
      }
      if (!iterator.next().done) {
		throw new TypeError('Unreachable')
      }
      return array
	} else {
      let i = 0
      for (const { 0: name, 1: { value } } of this.headersMap) {
		array[i++] = [name, value]
		assert(value !== null)
      }
      return array.sort(compareHeaderName)
	}
  }
}

let getHeadersGuard, setHeadersGuard, getHeadersList, setHeadersList

class Headers {
  #guard
  #headersList

  constructor (init = undefined) {
	webidl.util.markAsUncloneable(this)

	if (init === kConstruct) {
      return
	}

	this.#headersList = new HeadersList()


	this.#guard = 'none'

	if (init !== undefined) {
      init = webidl.converters.HeadersInit(init, 'Headers constructor', 'init')
      fill(this, init)
	}
  }

  append (name, value) {
	webidl.brandCheck(this, webidl.is.Headers)

	webidl.argumentLengthCheck(arguments, 2, 'Headers.append')

	const prefix = 'Headers.append'
	name = webidl.converters.ByteString(name, prefix, 'name')
	value = webidl.converters.ByteString(value, prefix, 'value')

	return appendHeader(this, name, value)
  }

  delete (name) {
	webidl.brandCheck(this, webidl.is.Headers)

	webidl.argumentLengthCheck(arguments, 1, 'Headers.delete')

	const prefix = 'Headers.delete'
	name = webidl.converters.ByteString(name, prefix, 'name')

	if (!isValidHeaderName(name)) {
      throw webidl.errors.invalidArgument({
		prefix: 'Headers.delete',
		value: name,
		type: 'header name'
      })
	}

	if (this.#guard === 'immutable') {
      throw new TypeError('immutable')
	}

	if (!this.#headersList.contains(name, false)) {
      return
	}

	this.#headersList.delete(name, false)
  }

  get (name) {
	webidl.brandCheck(this, webidl.is.Headers)

	webidl.argumentLengthCheck(arguments, 1, 'Headers.get')

	const prefix = 'Headers.get'
	name = webidl.converters.ByteString(name, prefix, 'name')

	if (!isValidHeaderName(name)) {
      throw webidl.errors.invalidArgument({
		prefix,
		value: name,
		type: 'header name'
      })
	}

	return this.#headersList.get(name, false)
  }

  has (name) {
	webidl.brandCheck(this, webidl.is.Headers)

	webidl.argumentLengthCheck(arguments, 1, 'Headers.has')

	const prefix = 'Headers.has'
	name = webidl.converters.ByteString(name, prefix, 'name')

	if (!isValidHeaderName(name)) {
      throw webidl.errors.invalidArgument({
		prefix,
		value: name,
		type: 'header name'
      })
	}

	return this.#headersList.contains(name, false)
  }

  set (name, value) {
	webidl.brandCheck(this, webidl.is.Headers)

	webidl.argumentLengthCheck(arguments, 2, 'Headers.set')

	const prefix = 'Headers.set'
	name = webidl.converters.ByteString(name, prefix, 'name')
	value = webidl.converters.ByteString(value, prefix, 'value')

	value = headerValueNormalize(value)

	if (!isValidHeaderName(name)) {
      throw webidl.errors.invalidArgument({
		prefix,
		value: name,
		type: 'header name'
      })
	} else if (!isValidHeaderValue(value)) {
      throw webidl.errors.invalidArgument({
		prefix,
		value,
		type: 'header value'
      })
	}

	if (this.#guard === 'immutable') {
      throw new TypeError('immutable')
	}

	this.#headersList.set(name, value, false)
  }

  getSetCookie () {
	webidl.brandCheck(this, webidl.is.Headers)


	const list = this.#headersList.cookies

	if (list) {
      return [...list]
	}

	return []
  }

  [util.inspect.custom] (depth, options) {
	options.depth ??= depth

	return `Headers ${util.formatWithOptions(options, this.#headersList.entries)}`
  }

  static {
	getHeadersGuard = (headers) => headers.#guard

	setHeadersGuard = (headers, guard) => {
      headers.#guard = guard
	}

	getHeadersList = (headers) => headers.#headersList

	setHeadersList = (target, list) => {
      target.#headersList = list
	}

	webidl.is.Headers = (arg) => {
      return arg != null && typeof arg === 'object' && #guard in arg
	}
  }
}

iteratorMixin('Headers', Headers, headersListSortAndCombine, 0, 1, webidl.is.Headers)

Object.defineProperties(Headers.prototype, {
  append: kEnumerableProperty,
  delete: kEnumerableProperty,
  get: kEnumerableProperty,
  has: kEnumerableProperty,
  set: kEnumerableProperty,
  getSetCookie: kEnumerableProperty,
  [Symbol.toStringTag]: {
	value: 'Headers',
	configurable: true
  },
  [util.inspect.custom]: {
	enumerable: false
  }
})

webidl.converters.HeadersInit = function (V, prefix, argument) {
  if (webidl.util.Type(V) === webidl.util.Types.OBJECT) {
	const iterator = Reflect.get(V, Symbol.iterator)

	if (!util.types.isProxy(V) && iterator === Headers.prototype.entries) { // Headers object
      try {
		return getHeadersList(V).entriesList
      } catch {
      }
	}

	if (typeof iterator === 'function') {
      return webidl.converters['sequence<sequence<ByteString>>'](V, prefix, argument, iterator.bind(V))
	}

	return webidl.converters['record<ByteString, ByteString>'](V, prefix, argument)
  }

  throw webidl.errors.conversionFailed({
	prefix: 'Headers constructor',
	argument: 'Argument 1',
	types: ['sequence<sequence<ByteString>>', 'record<ByteString, ByteString>']
  })
}

module.exports = {
  fill,
  compareHeaderName,
  Headers,
  HeadersList,
  getHeadersGuard,
  setHeadersGuard,
  setHeadersList,
  getHeadersList
}


/***/ }),

/***/ 357:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {




const {
  makeNetworkError,
  makeAppropriateNetworkError,
  filterResponse,
  makeResponse,
  fromInnerResponse,
  getResponseState
} = __nccwpck_require__(6554)
const { HeadersList } = __nccwpck_require__(4779)
const { Request, cloneRequest, getRequestDispatcher, getRequestState, removeRequestAbortListener } = __nccwpck_require__(3536)
const zlib = __nccwpck_require__(8522)
const {
  makePolicyContainer,
  clonePolicyContainer,
  requestBadPort,
  TAOCheck,
  appendRequestOriginHeader,
  responseLocationURL,
  requestCurrentURL,
  setRequestReferrerPolicyOnRedirect,
  tryUpgradeRequestToAPotentiallyTrustworthyURL,
  createOpaqueTimingInfo,
  appendFetchMetadata,
  corsCheck,
  crossOriginResourcePolicyCheck,
  determineRequestsReferrer,
  coarsenedSharedCurrentTime,
  sameOrigin,
  isCancelled,
  isAborted,
  isErrorLike,
  fullyReadBody,
  readableStreamClose,
  urlIsLocal,
  urlIsHttpHttpsScheme,
  urlHasHttpsScheme,
  clampAndCoarsenConnectionTimingInfo,
  simpleRangeHeaderValue,
  buildContentRange,
  createInflate,
  extractMimeType,
  hasAuthenticationEntry,
  includesCredentials,
  isTraversableNavigable
} = __nccwpck_require__(7557)
const assert = __nccwpck_require__(4589)
const { safelyExtractBody, extractBody } = __nccwpck_require__(7909)
const {
  redirectStatusSet,
  nullBodyStatus,
  safeMethodsSet,
  requestBodyHeader,
  subresourceSet
} = __nccwpck_require__(9676)
const EE = __nccwpck_require__(8474)
const { Readable, pipeline, finished, isErrored, isReadable } = __nccwpck_require__(7075)
const { addAbortListener, bufferToLowerCasedHeaderName } = __nccwpck_require__(9203)
const { SocketError } = __nccwpck_require__(3092)
const { dataURLProcessor, serializeAMimeType, minimizeSupportedMimeType } = __nccwpck_require__(3381)
const { getGlobalDispatcher } = __nccwpck_require__(5964)
const { webidl } = __nccwpck_require__(8314)
const { STATUS_CODES } = __nccwpck_require__(7067)
const { bytesMatch } = __nccwpck_require__(7157)
const { isomorphicEncode } = __nccwpck_require__(3775)

const GET_OR_HEAD = ['GET', 'HEAD']

const defaultUserAgent = typeof __UNDICI_IS_NODE__ !== 'undefined' || typeof esbuildDetection !== 'undefined'
  ? 'node'
  : 'undici'

let resolveObjectURL

function appendHeadersListFromResponseHeaders (headersList, headers, rawHeaders) {
  if (Array.isArray(rawHeaders)) {
	for (let i = 0; i < rawHeaders.length; i += 2) {
      const nameStr = bufferToLowerCasedHeaderName(rawHeaders[i])
      const value = rawHeaders[i + 1]

      if (Array.isArray(value) && !Buffer.isBuffer(value)) {
		for (const val of value) {
          headersList.append(nameStr, val.toString('latin1'), true)
		}
      } else {
		headersList.append(nameStr, value.toString('latin1'), true)
      }
	}

	return
  }

  for (const [name, value] of Object.entries(headers ?? {})) {
	if (Array.isArray(value)) {
      for (const entry of value) {
		headersList.append(name, `${entry}`, true)
      }
	} else {
      headersList.append(name, `${value}`, true)
	}
  }
}

class Fetch extends EE {
  constructor (dispatcher) {
	super()

	this.dispatcher = dispatcher
	this.connection = null
	this.dump = false
	this.state = 'ongoing'
  }

  terminate (reason) {
	if (this.state !== 'ongoing') {
      return
	}

	this.state = 'terminated'
	this.connection?.destroy(reason)
	this.emit('terminated', reason)
  }

  abort (error) {
	if (this.state !== 'ongoing') {
      return
	}

	this.state = 'aborted'

	if (!error) {
      error = new DOMException('The operation was aborted.', 'AbortError')
	}


	this.serializedAbortReason = error

	this.connection?.destroy(error)
	this.emit('terminated', error)
  }
}

function handleFetchDone (response) {
  finalizeAndReportTiming(response, 'fetch')
}

function fetch (input, init = undefined) {
  webidl.argumentLengthCheck(arguments, 1, 'globalThis.fetch')

  let p = Promise.withResolvers()

  let requestObject

  try {
	requestObject = new Request(input, init)
  } catch (e) {
	p.reject(e)
	return p.promise
  }

  const request = getRequestState(requestObject)

  if (requestObject.signal.aborted) {
	abortFetch(p, request, null, requestObject.signal.reason, null)

	return p.promise
  }

  const globalObject = request.client.globalObject

  if (globalObject?.constructor?.name === 'ServiceWorkerGlobalScope') {
	request.serviceWorkers = 'none'
  }

  let responseObject = null


  let locallyAborted = false

  let controller = null

  const removeAbortListener = addAbortListener(
	requestObject.signal,
	() => {
      locallyAborted = true

      assert(controller != null)

      controller.abort(requestObject.signal.reason)

      const realResponse = responseObject?.deref()

      abortFetch(p, request, realResponse, requestObject.signal.reason, controller.controller)
	}
  )

  const cleanupAbortListeners = () => {
	removeAbortListener()
	removeRequestAbortListener(requestObject)
  }



  const processResponse = (response) => {
	if (locallyAborted) {
      return
	}

	if (response.aborted) {


      abortFetch(p, request, responseObject, controller.serializedAbortReason, controller.controller)
      cleanupAbortListeners()
      return
	}

	if (response.type === 'error') {
      p.reject(new TypeError('fetch failed', { cause: response.error }))
      cleanupAbortListeners()
      return
	}

	responseObject = new WeakRef(fromInnerResponse(response, 'immutable'))

	p.resolve(responseObject.deref())
	p = null
  }

  controller = fetching({
	request,
	processResponseEndOfBody: (response) => {
      handleFetchDone(response)
      cleanupAbortListeners()
	},
	processResponse,
	dispatcher: getRequestDispatcher(requestObject) // undici
  })

  return p.promise
}

function finalizeAndReportTiming (response, initiatorType = 'other') {
  if (response.type === 'error' && response.aborted) {
	return
  }

  if (!response.urlList?.length) {
	return
  }

  const originalURL = response.urlList[0]

  let timingInfo = response.timingInfo

  let cacheState = response.cacheState

  if (!urlIsHttpHttpsScheme(originalURL)) {
	return
  }

  if (timingInfo === null) {
	return
  }

  if (!response.timingAllowPassed) {
	timingInfo = createOpaqueTimingInfo({
      startTime: timingInfo.startTime
	})

	cacheState = ''
  }

  timingInfo.endTime = coarsenedSharedCurrentTime()

  response.timingInfo = timingInfo

  markResourceTiming(
	timingInfo,
	originalURL.href,
	initiatorType,
	globalThis,
	cacheState,
	'', // bodyType
	response.status
  )
}

const markResourceTiming = performance.markResourceTiming

function abortFetch (p, request, responseObject, error, controller /* undici-specific */) {
  if (p) {
	p.reject(error)
  }

  if (request.body?.stream != null && isReadable(request.body.stream)) {
	request.body.stream.cancel(error).catch((err) => {
      if (err.code === 'ERR_INVALID_STATE') {
		return
      }
      throw err
	})
  }

  if (responseObject == null) {
	return
  }

  const response = getResponseState(responseObject)

  if (response.body?.stream != null && isReadable(response.body.stream)) {
	controller.error(error)
  }
}

function fetching ({
  request,
  processRequestBodyChunkLength,
  processRequestEndOfBody,
  processResponse,
  processResponseEndOfBody,
  processResponseConsumeBody,
  useParallelQueue = false,
  dispatcher = getGlobalDispatcher() // undici
}) {
  assert(dispatcher)

  let taskDestination = null

  let crossOriginIsolatedCapability = false

  if (request.client != null) {
	taskDestination = request.client.globalObject

	crossOriginIsolatedCapability =
      request.client.crossOriginIsolatedCapability
  }


  const currentTime = coarsenedSharedCurrentTime(crossOriginIsolatedCapability)
  const timingInfo = createOpaqueTimingInfo({
	startTime: currentTime
  })

  const fetchParams = {
	controller: new Fetch(dispatcher),
	request,
	timingInfo,
	processRequestBodyChunkLength,
	processRequestEndOfBody,
	processResponse,
	processResponseConsumeBody,
	processResponseEndOfBody,
	taskDestination,
	crossOriginIsolatedCapability
  }

  assert(!request.body || request.body.stream)

  if (request.window === 'client') {
	request.window =
      request.client?.globalObject?.constructor?.name === 'Window'
		? request.client
		: 'no-window'
  }

  if (request.origin === 'client') {
	request.origin = request.client.origin
  }


  if (request.policyContainer === 'client') {
	if (request.client != null) {
      request.policyContainer = clonePolicyContainer(
		request.client.policyContainer
      )
	} else {
      request.policyContainer = makePolicyContainer()
	}
  }

  if (!request.headersList.contains('accept', true)) {
	const value = '*/*'


	request.headersList.append('accept', value, true)
  }

  if (!request.headersList.contains('accept-language', true)) {
	request.headersList.append('accept-language', '*', true)
  }

  if (request.priority === null) {
  }

  if (subresourceSet.has(request.destination)) {
  }

  mainFetch(fetchParams, false)

  return fetchParams.controller
}

async function mainFetch (fetchParams, recursive) {
  try {
	const request = fetchParams.request

	let response = null

	if (request.localURLsOnly && !urlIsLocal(requestCurrentURL(request))) {
      response = makeNetworkError('local URLs only')
	}


	tryUpgradeRequestToAPotentiallyTrustworthyURL(request)

	if (requestBadPort(request) === 'blocked') {
      response = makeNetworkError('bad port')
	}

	if (request.referrerPolicy === '') {
      request.referrerPolicy = request.policyContainer.referrerPolicy
	}

	if (request.referrer !== 'no-referrer') {
      request.referrer = determineRequestsReferrer(request)
	}



	if (response === null) {
      const currentURL = requestCurrentURL(request)
      if (
		(sameOrigin(currentURL, request.url) && request.responseTainting === 'basic') ||
		(currentURL.protocol === 'data:') ||
		(request.mode === 'navigate' || request.mode === 'websocket')
      ) {
		request.responseTainting = 'basic'

		response = await schemeFetch(fetchParams)

      } else if (request.mode === 'same-origin') {
		response = makeNetworkError('request mode cannot be "same-origin"')

      } else if (request.mode === 'no-cors') {
		if (request.redirect !== 'follow') {
          response = makeNetworkError(
			'redirect mode cannot be "follow" for "no-cors" request'
          )
		} else {
          request.responseTainting = 'opaque'

          response = await schemeFetch(fetchParams)
		}
      } else if (!urlIsHttpHttpsScheme(requestCurrentURL(request))) {
		response = makeNetworkError('URL scheme must be a HTTP(S) scheme')


      } else {
		request.responseTainting = 'cors'

		response = await httpFetch(fetchParams)
      }
	}

	if (recursive) {
      return response
	}

	if (response.status !== 0 && !response.internalResponse) {
      if (request.responseTainting === 'cors') {
      }

      if (request.responseTainting === 'basic') {
		response = filterResponse(response, 'basic')
      } else if (request.responseTainting === 'cors') {
		response = filterResponse(response, 'cors')
      } else if (request.responseTainting === 'opaque') {
		response = filterResponse(response, 'opaque')
      } else {
		assert(false)
      }
	}

	let internalResponse =
      response.status === 0 ? response : response.internalResponse

	if (internalResponse.urlList.length === 0) {
      internalResponse.urlList.push(...request.urlList)
	}

	if (!request.timingAllowFailed) {
      response.timingAllowPassed = true
	}


	if (
      response.type === 'opaque' &&
      internalResponse.status === 206 &&
      internalResponse.rangeRequested &&
      !request.headers.contains('range', true)
	) {
      response = internalResponse = makeNetworkError()
	}

	if (
      response.status !== 0 &&
      (request.method === 'HEAD' ||
		request.method === 'CONNECT' ||
		nullBodyStatus.includes(internalResponse.status))
	) {
      internalResponse.body = null
      fetchParams.controller.dump = true
	}

	if (request.integrity) {
      const processBodyError = (reason) =>
		fetchFinale(fetchParams, makeNetworkError(reason))

      if (request.responseTainting === 'opaque' || response.body == null) {
		processBodyError(response.error)
		return
      }

      const processBody = (bytes) => {
		if (!bytesMatch(bytes, request.integrity)) {
          processBodyError('integrity mismatch')
          return
		}

		response.body = safelyExtractBody(bytes)[0]

		fetchFinale(fetchParams, response)
      }

      fullyReadBody(response.body, processBody, processBodyError)
	} else {
      fetchFinale(fetchParams, response)
	}
  } catch (err) {
	fetchParams.controller.terminate(err)
  }
}

function schemeFetch (fetchParams) {
  if (isCancelled(fetchParams)) {
	return Promise.resolve(makeAppropriateNetworkError(fetchParams))
  }

  const { request } = fetchParams

  const { protocol: scheme } = requestCurrentURL(request)

  switch (scheme) {
	case 'about:': {

      return Promise.resolve(makeNetworkError('about scheme is not supported'))
	}
	case 'blob:': {
      if (!resolveObjectURL) {
		resolveObjectURL = (__nccwpck_require__(4573).resolveObjectURL)
      }

      const blobURLEntry = requestCurrentURL(request)

      if (blobURLEntry.search.length !== 0) {
		return Promise.resolve(makeNetworkError('NetworkError when attempting to fetch resource.'))
      }

      const blob = resolveObjectURL(blobURLEntry.toString())

      if (request.method !== 'GET' || !webidl.is.Blob(blob)) {
		return Promise.resolve(makeNetworkError('invalid method'))
      }


      const response = makeResponse()

      const fullLength = blob.size

      const serializedFullLength = isomorphicEncode(`${fullLength}`)

      const type = blob.type

      if (!request.headersList.contains('range', true)) {
		const bodyWithType = extractBody(blob)

		response.statusText = 'OK'

		response.body = bodyWithType[0]

		response.headersList.set('content-length', serializedFullLength, true)
		response.headersList.set('content-type', type, true)
      } else {
		response.rangeRequested = true

		const rangeHeader = request.headersList.get('range', true)

		const rangeValue = simpleRangeHeaderValue(rangeHeader, true)

		if (rangeValue === 'failure') {
          return Promise.resolve(makeNetworkError('failed to fetch the data URL'))
		}

		let { rangeStartValue: rangeStart, rangeEndValue: rangeEnd } = rangeValue

		if (rangeStart === null) {
          rangeStart = fullLength - rangeEnd

          rangeEnd = rangeStart + rangeEnd - 1
		} else {
          if (rangeStart >= fullLength) {
			return Promise.resolve(makeNetworkError('Range start is greater than the blob\'s size.'))
          }

          if (rangeEnd === null || rangeEnd >= fullLength) {
			rangeEnd = fullLength - 1
          }
		}

		const slicedBlob = blob.slice(rangeStart, rangeEnd + 1, type)

		const slicedBodyWithType = extractBody(slicedBlob)

		response.body = slicedBodyWithType[0]

		const serializedSlicedLength = isomorphicEncode(`${slicedBlob.size}`)

		const contentRange = buildContentRange(rangeStart, rangeEnd, fullLength)

		response.status = 206

		response.statusText = 'Partial Content'

		response.headersList.set('content-length', serializedSlicedLength, true)
		response.headersList.set('content-type', type, true)
		response.headersList.set('content-range', contentRange, true)
      }

      return Promise.resolve(response)
	}
	case 'data:': {
      const currentURL = requestCurrentURL(request)
      const dataURLStruct = dataURLProcessor(currentURL)

      if (dataURLStruct === 'failure') {
		return Promise.resolve(makeNetworkError('failed to fetch the data URL'))
      }

      const mimeType = serializeAMimeType(dataURLStruct.mimeType)

      return Promise.resolve(makeResponse({
		statusText: 'OK',
		headersList: [
          ['content-type', { name: 'Content-Type', value: mimeType }]
		],
		body: safelyExtractBody(dataURLStruct.body)[0]
      }))
	}
	case 'file:': {
      return Promise.resolve(makeNetworkError('not implemented... yet...'))
	}
	case 'http:':
	case 'https:': {

      return httpFetch(fetchParams)
		.catch((err) => makeNetworkError(err))
	}
	default: {
      return Promise.resolve(makeNetworkError('unknown scheme'))
	}
  }
}

function finalizeResponse (fetchParams, response) {
  fetchParams.request.done = true

  if (fetchParams.processResponseDone != null) {
	queueMicrotask(() => fetchParams.processResponseDone(response))
  }
}

function fetchFinale (fetchParams, response) {
  let timingInfo = fetchParams.timingInfo


  if (fetchParams.request.destination === 'document') {
	fetchParams.controller.fullTimingInfo = timingInfo
  }

  const processResponseEndOfBody = () => {
	const unsafeEndTime = Date.now() // ?

	fetchParams.controller.reportTimingSteps = () => {
      if (!urlIsHttpHttpsScheme(fetchParams.request.url)) {
		return
      }

      timingInfo.endTime = unsafeEndTime

      let cacheState = response.cacheState

      const bodyInfo = response.bodyInfo

      if (!response.timingAllowPassed) {
		timingInfo = createOpaqueTimingInfo(timingInfo)

		cacheState = ''
      }

      let responseStatus = 0

      if (fetchParams.request.mode !== 'navigate' || !response.hasCrossOriginRedirects) {
		responseStatus = response.status

		const mimeType = extractMimeType(response.headersList)

		if (mimeType !== 'failure') {
          bodyInfo.contentType = minimizeSupportedMimeType(mimeType)
		}
      }

      if (fetchParams.request.initiatorType != null) {
		markResourceTiming(timingInfo, fetchParams.request.url.href, fetchParams.request.initiatorType, globalThis, cacheState, bodyInfo, responseStatus)
      }
	}

	const processResponseEndOfBodyTask = () => {
      fetchParams.request.done = true

      if (fetchParams.processResponseEndOfBody != null) {
		queueMicrotask(() => fetchParams.processResponseEndOfBody(response))
      }

      if (fetchParams.request.initiatorType != null) {
		fetchParams.controller.reportTimingSteps()
      }
	}

	queueMicrotask(() => processResponseEndOfBodyTask())
  }

  if (fetchParams.processResponse != null) {
	queueMicrotask(() => {
      fetchParams.processResponse(response)
      fetchParams.processResponse = null
	})
  }

  const internalResponse = response.type === 'error' ? response : (response.internalResponse ?? response)


  if (internalResponse.body == null) {
	processResponseEndOfBody()
  } else {


	finished(internalResponse.body.stream, () => {
      processResponseEndOfBody()
	})
  }

  if (fetchParams.processResponseConsumeBody != null) {
	const processBody = (nullOrBytes) => fetchParams.processResponseConsumeBody(response, nullOrBytes)

	const processBodyError = () => fetchParams.processResponseConsumeBody(response, 'failure')

	if (internalResponse.body == null) {
      queueMicrotask(() => processBody(null))
	} else {
      fullyReadBody(internalResponse.body, processBody, processBodyError)
	}
  }
}

async function httpFetch (fetchParams) {
  const request = fetchParams.request

  let response = null

  let actualResponse = null

  const timingInfo = fetchParams.timingInfo

  if (request.serviceWorkers === 'all') {
  }

  if (response === null) {

	if (request.redirect === 'follow') {
      request.serviceWorkers = 'none'
	}

	actualResponse = response = await httpNetworkOrCacheFetch(fetchParams)

	if (
      request.responseTainting === 'cors' &&
      corsCheck(request, response) === 'failure'
	) {
      return makeNetworkError('cors failure')
	}

	if (TAOCheck(request, response) === 'failure') {
      request.timingAllowFailed = true
	}
  }

  if (
	(request.responseTainting === 'opaque' || response.type === 'opaque') &&
	crossOriginResourcePolicyCheck(
      request.origin,
      request.client,
      request.destination,
      actualResponse
	) === 'blocked'
  ) {
	return makeNetworkError('blocked')
  }

  if (redirectStatusSet.has(actualResponse.status)) {
	if (request.redirect !== 'manual') {
      fetchParams.controller.connection.destroy()
	}

	if (request.redirect === 'error') {
      response = makeNetworkError('unexpected redirect')
	} else if (request.redirect === 'manual') {
      response = actualResponse
	} else if (request.redirect === 'follow') {
      response = await httpRedirectFetch(fetchParams, response)
	} else {
      assert(false)
	}
  }

  response.timingInfo = timingInfo

  return response
}

function httpRedirectFetch (fetchParams, response) {
  const request = fetchParams.request

  const actualResponse = response.internalResponse
	? response.internalResponse
	: response

  let locationURL

  try {
	locationURL = responseLocationURL(
      actualResponse,
      requestCurrentURL(request).hash
	)

	if (locationURL == null) {
      return response
	}
  } catch (err) {
	return Promise.resolve(makeNetworkError(err))
  }

  if (!urlIsHttpHttpsScheme(locationURL)) {
	return Promise.resolve(makeNetworkError('URL scheme must be a HTTP(S) scheme'))
  }

  if (request.redirectCount === 20) {
	return Promise.resolve(makeNetworkError('redirect count exceeded'))
  }

  request.redirectCount += 1

  if (
	request.mode === 'cors' &&
	(locationURL.username || locationURL.password) &&
	!sameOrigin(request, locationURL)
  ) {
	return Promise.resolve(makeNetworkError('cross origin not allowed for request mode "cors"'))
  }

  if (
	request.responseTainting === 'cors' &&
	(locationURL.username || locationURL.password)
  ) {
	return Promise.resolve(makeNetworkError(
      'URL cannot contain credentials for request mode "cors"'
	))
  }

  if (
	actualResponse.status !== 303 &&
	request.body != null &&
	request.body.source == null
  ) {
	return Promise.resolve(makeNetworkError())
  }

  if (
	([301, 302].includes(actualResponse.status) && request.method === 'POST') ||
	(actualResponse.status === 303 &&
      !GET_OR_HEAD.includes(request.method))
  ) {
	request.method = 'GET'
	request.body = null

	for (const headerName of requestBodyHeader) {
      request.headersList.delete(headerName)
	}
  }

  if (!sameOrigin(requestCurrentURL(request), locationURL)) {
	request.headersList.delete('authorization', true)

	request.headersList.delete('proxy-authorization', true)

	request.headersList.delete('cookie', true)
	request.headersList.delete('host', true)
  }

  if (request.body != null) {
	assert(request.body.source != null)
	request.body = safelyExtractBody(request.body.source)[0]
  }

  const timingInfo = fetchParams.timingInfo

  timingInfo.redirectEndTime = timingInfo.postRedirectStartTime =
	coarsenedSharedCurrentTime(fetchParams.crossOriginIsolatedCapability)

  if (timingInfo.redirectStartTime === 0) {
	timingInfo.redirectStartTime = timingInfo.startTime
  }

  request.urlList.push(locationURL)

  setRequestReferrerPolicyOnRedirect(request, actualResponse)

  return mainFetch(fetchParams, true)
}

async function httpNetworkOrCacheFetch (
  fetchParams,
  isAuthenticationFetch = false,
  isNewConnectionFetch = false
) {
  const request = fetchParams.request

  let httpFetchParams = null

  let httpRequest = null

  let response = null


  const httpCache = null

  const revalidatingFlag = false


  if (request.window === 'no-window' && request.redirect === 'error') {
	httpFetchParams = fetchParams
	httpRequest = request
  } else {

	if (request.body?.source != null) {
      httpRequest = cloneRequest(request)
	} else {
      httpRequest = cloneRequest({ ...request, body: null })
      httpRequest.body = request.body
	}

	httpFetchParams = { ...fetchParams }

	httpFetchParams.request = httpRequest
  }

  const includeCredentials =
	request.credentials === 'include' ||
	(request.credentials === 'same-origin' &&
      request.responseTainting === 'basic')

  const contentLength = httpRequest.body ? httpRequest.body.length : null

  let contentLengthHeaderValue = null

  if (
	httpRequest.body == null &&
	['POST', 'PUT'].includes(httpRequest.method)
  ) {
	contentLengthHeaderValue = '0'
  }

  if (contentLength != null) {
	contentLengthHeaderValue = isomorphicEncode(`${contentLength}`)
  }

  if (
	contentLengthHeaderValue != null &&
	!httpRequest.headersList.contains('content-length', true)
  ) {
	httpRequest.headersList.append('content-length', contentLengthHeaderValue, true)
  }


  if (contentLength != null && httpRequest.keepalive) {
  }

  if (webidl.is.URL(httpRequest.referrer)) {
	httpRequest.headersList.append('referer', isomorphicEncode(httpRequest.referrer.href), true)
  }

  appendRequestOriginHeader(httpRequest)

  appendFetchMetadata(httpRequest)

  if (!httpRequest.headersList.contains('user-agent', true)) {
	httpRequest.headersList.append('user-agent', defaultUserAgent, true)
  }

  if (
	httpRequest.cache === 'default' &&
	(httpRequest.headersList.contains('if-modified-since', true) ||
      httpRequest.headersList.contains('if-none-match', true) ||
      httpRequest.headersList.contains('if-unmodified-since', true) ||
      httpRequest.headersList.contains('if-match', true) ||
      httpRequest.headersList.contains('if-range', true))
  ) {
	httpRequest.cache = 'no-store'
  }

  if (
	httpRequest.cache === 'no-cache' &&
	!httpRequest.preventNoCacheCacheControlHeaderModification &&
	!httpRequest.headersList.contains('cache-control', true)
  ) {
	httpRequest.headersList.append('cache-control', 'max-age=0', true)
  }

  if (httpRequest.cache === 'no-store' || httpRequest.cache === 'reload') {
	if (!httpRequest.headersList.contains('pragma', true)) {
      httpRequest.headersList.append('pragma', 'no-cache', true)
	}

	if (!httpRequest.headersList.contains('cache-control', true)) {
      httpRequest.headersList.append('cache-control', 'no-cache', true)
	}
  }

  if (httpRequest.headersList.contains('range', true)) {
	httpRequest.headersList.append('accept-encoding', 'identity', true)
  }

  if (!httpRequest.headersList.contains('accept-encoding', true)) {
	if (urlHasHttpsScheme(requestCurrentURL(httpRequest))) {
      httpRequest.headersList.append('accept-encoding', 'br, gzip, deflate, zstd', true)
	} else {
      httpRequest.headersList.append('accept-encoding', 'gzip, deflate', true)
	}
  }

  httpRequest.headersList.delete('host', true)

  if (includeCredentials) {

	if (!httpRequest.headersList.contains('authorization', true)) {
      let authorizationValue = null

      if (hasAuthenticationEntry(httpRequest) && (
		httpRequest.useURLCredentials === undefined || !includesCredentials(requestCurrentURL(httpRequest))
      )) {
      } else if (includesCredentials(requestCurrentURL(httpRequest)) && isAuthenticationFetch) {
		const { username, password } = requestCurrentURL(httpRequest)
		authorizationValue = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
      }

      if (authorizationValue !== null) {
		httpRequest.headersList.append('Authorization', authorizationValue, false)
      }
	}
  }



  if (httpCache == null) {
	httpRequest.cache = 'no-store'
  }

  if (httpRequest.cache !== 'no-store' && httpRequest.cache !== 'reload') {
  }


  if (response == null) {
	if (httpRequest.cache === 'only-if-cached') {
      return makeNetworkError('only if cached')
	}

	const forwardResponse = await httpNetworkFetch(
      httpFetchParams,
      includeCredentials,
      isNewConnectionFetch
	)

	if (
      !safeMethodsSet.has(httpRequest.method) &&
      forwardResponse.status >= 200 &&
      forwardResponse.status <= 399
	) {
	}

	if (revalidatingFlag && forwardResponse.status === 304) {
	}

	if (response == null) {
      response = forwardResponse

	}
  }

  response.urlList = [...httpRequest.urlList]

  if (httpRequest.headersList.contains('range', true)) {
	response.rangeRequested = true
  }

  response.requestIncludesCredentials = includeCredentials

  if (response.status === 401 && httpRequest.responseTainting !== 'cors' && includeCredentials && (
	request.useURLCredentials !== undefined ||
	isTraversableNavigable(request.traversableForUserPrompts)
  )) {
	if (request.body != null) {
      if (request.body.source == null) {
		return response
      }

      request.body = safelyExtractBody(request.body.source)[0]
	}

	if (request.useURLCredentials === undefined || isAuthenticationFetch) {
      if (isCancelled(fetchParams)) {
		return makeAppropriateNetworkError(fetchParams)
      }




      return response
	}

	fetchParams.controller.connection.destroy()

	response = await httpNetworkOrCacheFetch(fetchParams, true)
  }

  if (response.status === 407) {
	if (request.window === 'no-window') {
      return makeNetworkError()
	}


	if (isCancelled(fetchParams)) {
      return makeAppropriateNetworkError(fetchParams)
	}


	return makeNetworkError('proxy authentication required')
  }

  if (
	response.status === 421 &&
	!isNewConnectionFetch &&
	(request.body == null || request.body.source != null)
  ) {

	if (isCancelled(fetchParams)) {
      return makeAppropriateNetworkError(fetchParams)
	}


	fetchParams.controller.connection.destroy()

	response = await httpNetworkOrCacheFetch(
      fetchParams,
      isAuthenticationFetch,
      true
	)
  }

  if (isAuthenticationFetch) {
  }

  return response
}

async function httpNetworkFetch (
  fetchParams,
  includeCredentials = false,
  forceNewConnection = false
) {
  assert(!fetchParams.controller.connection || fetchParams.controller.connection.destroyed)

  fetchParams.controller.connection = {
	abort: null,
	destroyed: false,
	destroy (err) {
      if (!this.destroyed) {
		this.destroyed = true
		this.abort?.(err ?? new DOMException('The operation was aborted.', 'AbortError'))
      }
	}
  }

  const request = fetchParams.request

  let response = null

  const timingInfo = fetchParams.timingInfo

  const httpCache = null

  if (httpCache == null) {
	request.cache = 'no-store'
  }


  const newConnection = forceNewConnection ? 'yes' : 'no' // eslint-disable-line no-unused-vars

  if (request.mode === 'websocket') {
  } else {
  }
















  let requestBody = null
  if (request.body == null && fetchParams.processRequestEndOfBody) {
	queueMicrotask(() => fetchParams.processRequestEndOfBody())
  } else if (request.body != null) {

	const processBodyChunk = async function * (bytes) {
      if (isCancelled(fetchParams)) {
		return
      }

      yield bytes

      fetchParams.processRequestBodyChunkLength?.(bytes.byteLength)
	}

	const processEndOfBody = () => {
      if (isCancelled(fetchParams)) {
		return
      }

      if (fetchParams.processRequestEndOfBody) {
		fetchParams.processRequestEndOfBody()
      }
	}

	const processBodyError = (e) => {
      if (isCancelled(fetchParams)) {
		return
      }

      if (e.name === 'AbortError') {
		fetchParams.controller.abort()
      } else {
		fetchParams.controller.terminate(e)
      }
	}

	requestBody = (async function * () {
      try {
		for await (const bytes of request.body.stream) {
          yield * processBodyChunk(bytes)
		}
		processEndOfBody()
      } catch (err) {
		processBodyError(err)
      }
	})()
  }

  try {
	const { body, status, statusText, headersList, socket } = await dispatch({ body: requestBody })

	if (socket) {
      response = makeResponse({ status, statusText, headersList, socket })
	} else {
      const iterator = body[Symbol.asyncIterator]()
      fetchParams.controller.next = () => iterator.next()

      response = makeResponse({ status, statusText, headersList })
	}
  } catch (err) {
	if (err.name === 'AbortError') {
      fetchParams.controller.connection.destroy()

      return makeAppropriateNetworkError(fetchParams, err)
	}

	return makeNetworkError(err)
  }

  const pullAlgorithm = () => {
	return fetchParams.controller.resume()
  }

  const cancelAlgorithm = (reason) => {
	if (!isCancelled(fetchParams)) {
      fetchParams.controller.abort(reason)
	}
  }



  const stream = new ReadableStream(
	{
      start (controller) {
		fetchParams.controller.controller = controller
      },
      pull: pullAlgorithm,
      cancel: cancelAlgorithm,
      type: 'bytes'
	}
  )


  response.body = { stream, source: null, length: null }





  if (!fetchParams.controller.resume) {
	fetchParams.controller.on('terminated', onAborted)
  }

  fetchParams.controller.resume = async () => {
	while (true) {

      let bytes
      let isFailure
      try {
		const { done, value } = await fetchParams.controller.next()

		if (isAborted(fetchParams)) {
          break
		}

		bytes = done ? undefined : value
      } catch (err) {
		if (fetchParams.controller.ended && !timingInfo.encodedBodySize) {
          bytes = undefined
		} else {
          bytes = err

          isFailure = true
		}
      }

      if (bytes === undefined) {
		readableStreamClose(fetchParams.controller.controller)

		finalizeResponse(fetchParams, response)

		return
      }

      timingInfo.decodedBodySize += bytes?.byteLength ?? 0

      if (isFailure) {
		fetchParams.controller.terminate(bytes)
		return
      }

      const buffer = new Uint8Array(bytes)
      if (buffer.byteLength) {
		fetchParams.controller.controller.enqueue(buffer)
      }

      if (isErrored(stream)) {
		fetchParams.controller.terminate()
		return
      }

      if (fetchParams.controller.controller.desiredSize <= 0) {
		return
      }
	}
  }

  function onAborted (reason) {
	if (isAborted(fetchParams)) {
      response.aborted = true

      if (isReadable(stream)) {
		fetchParams.controller.controller.error(
          fetchParams.controller.serializedAbortReason
		)
      }
	} else {
      if (isReadable(stream)) {
		fetchParams.controller.controller.error(new TypeError('terminated', {
          cause: isErrorLike(reason) ? reason : undefined
		}))
      }
	}

	fetchParams.controller.connection.destroy()
  }

  return response

  function dispatch ({ body }) {
	const url = requestCurrentURL(request)
	const agent = fetchParams.controller.dispatcher

	const path = url.pathname + url.search
	const hasTrailingQuestionMark = url.search.length === 0 && url.href[url.href.length - url.hash.length - 1] === '?'

	return dispatchWithProtocolPreference(body)

	function dispatchWithProtocolPreference (body, allowH2) {
      return new Promise((resolve, reject) => agent.dispatch(
		{
          path: hasTrailingQuestionMark ? `${path}?` : path,
          origin: url.origin,
          method: request.method,
          body: agent.isMockActive ? request.body && (request.body.source || request.body.stream) : body,
          __mockAgentBodyForDispatch: body,
          headers: request.headersList.entries,
          maxRedirections: 0,
          upgrade: request.mode === 'websocket' ? 'websocket' : undefined,
          ...(allowH2 === false ? { allowH2 } : null)
		},
		{
          body: null,
          abort: null,

          onRequestStart (controller) {
			const { connection } = fetchParams.controller

			timingInfo.finalConnectionTimingInfo = clampAndCoarsenConnectionTimingInfo(undefined, timingInfo.postRedirectStartTime, fetchParams.crossOriginIsolatedCapability)

			const abort = (reason) => controller.abort(reason)

			if (connection.destroyed) {
              abort(new DOMException('The operation was aborted.', 'AbortError'))
			} else {
              fetchParams.controller.on('terminated', abort)
              this.abort = connection.abort = abort
			}

			timingInfo.finalNetworkRequestStartTime = coarsenedSharedCurrentTime(fetchParams.crossOriginIsolatedCapability)
          },

          onResponseStarted () {
			timingInfo.finalNetworkResponseStartTime = coarsenedSharedCurrentTime(fetchParams.crossOriginIsolatedCapability)
          },

          onResponseStart (controller, status, headers, statusText) {
			if (status < 200) {
              return
			}

			const rawHeaders = controller?.rawHeaders ?? []
			const headersList = new HeadersList()
			appendHeadersListFromResponseHeaders(headersList, headers, rawHeaders)
			const location = headersList.get('location', true)

			const willFollow = location && request.redirect === 'follow' &&
              redirectStatusSet.has(status)

			const decoders = []

			if (request.method !== 'HEAD' && request.method !== 'CONNECT' && !nullBodyStatus.includes(status) && !willFollow) {
              const contentEncoding = headersList.get('content-encoding', true)
              const codings = contentEncoding ? contentEncoding.toLowerCase().split(',') : []

              const maxContentEncodings = 5
              if (codings.length > maxContentEncodings) {
				controller.abort(new Error(`too many content-encodings in response: ${codings.length}, maximum allowed is ${maxContentEncodings}`))
				return
              }

              for (let i = codings.length - 1; i >= 0; --i) {
				const coding = codings[i].trim()
				if (coding === 'x-gzip' || coding === 'gzip') {
                  decoders.push(zlib.createGunzip({
					flush: zlib.constants.Z_SYNC_FLUSH,
					finishFlush: zlib.constants.Z_SYNC_FLUSH
                  }))
				} else if (coding === 'deflate') {
                  decoders.push(createInflate({
					flush: zlib.constants.Z_SYNC_FLUSH,
					finishFlush: zlib.constants.Z_SYNC_FLUSH
                  }))
				} else if (coding === 'br') {
                  decoders.push(zlib.createBrotliDecompress({
					flush: zlib.constants.BROTLI_OPERATION_FLUSH,
					finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH
                  }))
				} else if (coding === 'zstd') {
                  decoders.push(zlib.createZstdDecompress({
					flush: zlib.constants.ZSTD_e_continue,
					finishFlush: zlib.constants.ZSTD_e_end,
					params: {
                      [zlib.constants.ZSTD_d_windowLogMax]: 23
					}
                  }))
				} else {
                  decoders.length = 0
                  break
				}
              }
			}

			this.body = new Readable({ read: () => controller.resume() })

			const onError = (err) => this.onResponseError(controller, err)

			resolve({
              status,
              statusText,
              headersList,
              body: decoders.length
				? pipeline(this.body, ...decoders, (err) => {
                  if (err) {
					this.onResponseError(controller, err)
                  }
				}).on('error', onError)
				: this.body.on('error', onError)
			})
          },

          onResponseData (controller, chunk) {
			if (fetchParams.controller.dump) {
              return
			}


			const bytes = chunk


			timingInfo.encodedBodySize += bytes.byteLength


			if (this.body.push(bytes) === false) {
              controller.pause()
			}
          },

          onResponseEnd () {
			if (this.abort) {
              fetchParams.controller.off('terminated', this.abort)
			}

			fetchParams.controller.ended = true

			this.body?.push(null)
          },

          onResponseError (controller, error) {
			if (this.abort) {
              fetchParams.controller.off('terminated', this.abort)
			}

			if (
              request.mode === 'websocket' &&
              allowH2 !== false &&
              error?.code === 'UND_ERR_INFO' &&
              error?.message === 'HTTP/2: Extended CONNECT protocol not supported by server'
			) {
              resolve(dispatchWithProtocolPreference(body, false))
              return
			}

			this.body?.destroy(error)

			if (!controller?.aborted) {
              fetchParams.controller.terminate(error)
			}

			reject(error)
          },

          onRequestUpgrade (controller, status, headers, socket) {
			if ((socket.session != null && status !== 200) || (socket.session == null && status !== 101)) {
              if (socket.session != null) {
				controller.abort(new SocketError('bad upgrade', null))
              }
              return false
			}

			const rawHeaders = controller?.rawHeaders ?? []
			const headersList = new HeadersList()
			appendHeadersListFromResponseHeaders(headersList, headers, rawHeaders)

			resolve({
              status,
              statusText: STATUS_CODES[status],
              headersList,
              socket
			})

			return true
          }
		}
      ))
	}
  }
}

module.exports = {
  fetch,
  Fetch,
  fetching,
  finalizeAndReportTiming
}


/***/ }),

/***/ 3536:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {




const { extractBody, mixinBody, cloneBody, bodyUnusable } = __nccwpck_require__(7909)
const { Headers, fill: fillHeaders, HeadersList, setHeadersGuard, getHeadersGuard, setHeadersList, getHeadersList } = __nccwpck_require__(4779)
const util = __nccwpck_require__(9203)
const nodeUtil = __nccwpck_require__(7975)
const {
  isValidHTTPToken,
  sameOrigin,
  environmentSettingsObject
} = __nccwpck_require__(7557)
const {
  forbiddenMethodsSet,
  corsSafeListedMethodsSet,
  referrerPolicy,
  requestRedirect,
  requestMode,
  requestCredentials,
  requestCache,
  requestDuplex
} = __nccwpck_require__(9676)
const { kEnumerableProperty, normalizedMethodRecordsBase, normalizedMethodRecords } = util
const { webidl } = __nccwpck_require__(8314)
const { URLSerializer } = __nccwpck_require__(3381)
const { kConstruct } = __nccwpck_require__(6478)
const assert = __nccwpck_require__(4589)

const requestFinalizer = new FinalizationRegistry(({ signal, reference }) => {
  removeSignalFollower(signal, reference)
})


const requestSignals = new WeakMap()

const signalFollowers = new WeakMap()

function removeSignalFollower (signal, reference) {
  const followers = signalFollowers.get(signal)
  if (followers instanceof Set) {
	followers.delete(reference)
	if (followers.size !== 0) return
  }

  signal.removeEventListener('abort', abortSignalFollowers)
  signalFollowers.delete(signal)
}

function abortSignalFollower (reference, reason) {
  requestFinalizer.unregister(reference)
  const ac = reference.deref()
  if (ac !== undefined) {
	requestSignals.delete(ac.signal)
	ac.abort(reason)
  }
}

function abortSignalFollowers () {
  this.removeEventListener('abort', abortSignalFollowers)
  const followers = signalFollowers.get(this)
  if (followers instanceof Set) {
	for (const reference of followers) {
      abortSignalFollower(reference, this.reason)
	}
	followers.clear()
  } else {
	abortSignalFollower(followers, this.reason)
  }
  signalFollowers.delete(this)
}

function createDependentSignal (signal) {
  const ac = new AbortController()
  if (signal == null) return ac.signal

  if (signal.aborted) {
	ac.abort(signal.reason)
	return ac.signal
  }

  const reference = new WeakRef(ac)
  const followers = signalFollowers.get(signal)
  if (followers === undefined) {
	util.addAbortListener(signal, abortSignalFollowers)
	signalFollowers.set(signal, reference)
  } else if (followers instanceof WeakRef) {
	const controllers = new Set()
	controllers.add(followers)
	controllers.add(reference)
	signalFollowers.set(signal, controllers)
  } else {
	followers.add(reference)
  }

  requestFinalizer.register(ac, { signal, reference }, reference)

  requestSignals.set(ac.signal, { controller: ac, source: signal, reference })
  return ac.signal
}

let patchMethodWarning = false
let setRequestSignal, getRequestDispatcher, setRequestDispatcher, setRequestHeaders, getRequestState, setRequestState, removeRequestAbortListener

class Request {
  #signal

  #dispatcher

  #headers

  #state

  constructor (input, init = undefined) {
	webidl.util.markAsUncloneable(this)

	if (input === kConstruct) {
      return
	}

	const prefix = 'Request constructor'
	webidl.argumentLengthCheck(arguments, 1, prefix)

	input = webidl.converters.RequestInfo(input)
	init = webidl.converters.RequestInit(init)

	let request = null

	let fallbackMode = null

	const baseUrl = environmentSettingsObject.settingsObject.baseUrl

	let signal = null

	if (typeof input === 'string') {
      this.#dispatcher = init.dispatcher

      let parsedURL
      try {
		parsedURL = new URL(input, baseUrl)
      } catch (err) {
		throw new TypeError('Failed to parse URL from ' + input, { cause: err })
      }

      if (parsedURL.username || parsedURL.password) {
		throw new TypeError(
          'Request cannot be constructed from a URL that includes credentials: ' +
			input
		)
      }

      request = makeRequest({ urlList: [parsedURL] })

      fallbackMode = 'cors'
	} else {

      assert(webidl.is.Request(input))

      request = input.#state

      signal = input.#signal

      this.#dispatcher = init.dispatcher || input.#dispatcher
	}

	const origin = environmentSettingsObject.settingsObject.origin

	let window = 'client'

	if (
      request.window?.constructor?.name === 'EnvironmentSettingsObject' &&
      sameOrigin(request.window, origin)
	) {
      window = request.window
	}

	if (init.window != null) {
      throw new TypeError(`'window' option '${window}' must be null`)
	}

	if ('window' in init) {
      window = 'no-window'
	}

	request = makeRequest({
      method: request.method,
      headersList: request.headersList,
      unsafeRequest: request.unsafeRequest,
      client: environmentSettingsObject.settingsObject,
      window,
      priority: request.priority,
      origin: request.origin,
      referrer: request.referrer,
      referrerPolicy: request.referrerPolicy,
      mode: request.mode,
      credentials: request.credentials,
      cache: request.cache,
      redirect: request.redirect,
      integrity: request.integrity,
      keepalive: request.keepalive,
      reloadNavigation: request.reloadNavigation,
      historyNavigation: request.historyNavigation,
      urlList: [...request.urlList]
	})

	const initHasKey = Object.keys(init).length !== 0

	if (initHasKey) {
      if (request.mode === 'navigate') {
		request.mode = 'same-origin'
      }

      request.reloadNavigation = false

      request.historyNavigation = false

      request.origin = 'client'

      request.referrer = 'client'

      request.referrerPolicy = ''

      request.url = request.urlList[request.urlList.length - 1]

      request.urlList = [request.url]
	}

	if (init.referrer !== undefined) {
      const referrer = init.referrer

      if (referrer === '') {
		request.referrer = 'no-referrer'
      } else {
		let parsedReferrer
		try {
          parsedReferrer = new URL(referrer, baseUrl)
		} catch (err) {
          throw new TypeError(`Referrer "${referrer}" is not a valid URL.`, { cause: err })
		}

		if (
          (parsedReferrer.protocol === 'about:' && parsedReferrer.hostname === 'client') ||
          (origin && !sameOrigin(parsedReferrer, environmentSettingsObject.settingsObject.baseUrl))
		) {
          request.referrer = 'client'
		} else {
          request.referrer = parsedReferrer
		}
      }
	}

	if (init.referrerPolicy !== undefined) {
      request.referrerPolicy = init.referrerPolicy
	}

	let mode
	if (init.mode !== undefined) {
      mode = init.mode
	} else {
      mode = fallbackMode
	}

	if (mode === 'navigate') {
      throw webidl.errors.exception({
		header: 'Request constructor',
		message: 'invalid request mode navigate.'
      })
	}

	if (mode != null) {
      request.mode = mode
	}

	if (init.credentials !== undefined) {
      request.credentials = init.credentials
	}

	if (init.cache !== undefined) {
      request.cache = init.cache
	}

	if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') {
      throw new TypeError(
		"'only-if-cached' can be set only with 'same-origin' mode"
      )
	}

	if (init.redirect !== undefined) {
      request.redirect = init.redirect
	}

	if (init.integrity != null) {
      request.integrity = String(init.integrity)
	}

	if (init.keepalive !== undefined) {
      request.keepalive = Boolean(init.keepalive)
	}

	if (init.method !== undefined) {
      let method = init.method

      const mayBeNormalized = normalizedMethodRecords[method]

      if (mayBeNormalized !== undefined) {
		request.method = mayBeNormalized
      } else {
		if (!isValidHTTPToken(method)) {
          throw new TypeError(`'${method}' is not a valid HTTP method.`)
		}

		const upperCase = method.toUpperCase()

		if (forbiddenMethodsSet.has(upperCase)) {
          throw new TypeError(`'${method}' HTTP method is unsupported.`)
		}

		method = normalizedMethodRecordsBase[upperCase] ?? method

		request.method = method
      }

      if (!patchMethodWarning && request.method === 'patch') {
		process.emitWarning('Using `patch` is highly likely to result in a `405 Method Not Allowed`. `PATCH` is much more likely to succeed.', {
          code: 'UNDICI-FETCH-patch'
		})

		patchMethodWarning = true
      }
	}

	if (init.signal !== undefined) {
      signal = init.signal
	}

	this.#state = request

	this.#signal = createDependentSignal(signal)

	this.#headers = new Headers(kConstruct)
	setHeadersList(this.#headers, request.headersList)
	setHeadersGuard(this.#headers, 'request')

	if (mode === 'no-cors') {
      if (!corsSafeListedMethodsSet.has(request.method)) {
		throw new TypeError(
          `'${request.method} is unsupported in no-cors mode.`
		)
      }

      setHeadersGuard(this.#headers, 'request-no-cors')
	}

	if (initHasKey) {
      const headersList = getHeadersList(this.#headers)
      const headers = init.headers !== undefined ? init.headers : new HeadersList(headersList)

      headersList.clear()

      if (headers instanceof HeadersList) {
		for (const { name, value } of headers.rawValues()) {
          headersList.append(name, value, false)
		}
		headersList.cookies = headers.cookies
      } else {
		fillHeaders(this.#headers, headers)
      }
	}

	const inputBody = webidl.is.Request(input) ? input.#state.body : null

	if (
      (init.body != null || inputBody != null) &&
      (request.method === 'GET' || request.method === 'HEAD')
	) {
      throw new TypeError('Request with GET/HEAD method cannot have body.')
	}

	let initBody = null

	if (init.body != null) {
      const [extractedBody, contentType] = extractBody(
		init.body,
		request.keepalive
      )
      initBody = extractedBody

      if (contentType && !getHeadersList(this.#headers).contains('content-type', true)) {
		this.#headers.append('content-type', contentType, true)
      }
	}

	const inputOrInitBody = initBody ?? inputBody

	if (inputOrInitBody != null && inputOrInitBody.source == null) {
      if (initBody != null && init.duplex == null) {
		throw new TypeError('RequestInit: duplex option is required when sending a body.')
      }

      if (request.mode !== 'same-origin' && request.mode !== 'cors') {
		throw new TypeError(
          'If request is made from ReadableStream, mode should be "same-origin" or "cors"'
		)
      }

      request.useCORSPreflightFlag = true
	}

	let finalBody = inputOrInitBody

	if (initBody == null && inputBody != null) {
      if (bodyUnusable(input.#state)) {
		throw new TypeError(
          'Cannot construct a Request with a Request object that has already been used.'
		)
      }

      const identityTransform = new TransformStream()
      inputBody.stream.pipeThrough(identityTransform)
      finalBody = {
		source: inputBody.source,
		length: inputBody.length,
		stream: identityTransform.readable
      }
	}

	this.#state.body = finalBody
  }

  get method () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#state.method
  }

  get url () {
	webidl.brandCheck(this, webidl.is.Request)

	return URLSerializer(this.#state.url)
  }

  get headers () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#headers
  }

  get destination () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#state.destination
  }

  get referrer () {
	webidl.brandCheck(this, webidl.is.Request)

	if (this.#state.referrer === 'no-referrer') {
      return ''
	}

	if (this.#state.referrer === 'client') {
      return 'about:client'
	}

	return this.#state.referrer.toString()
  }

  get referrerPolicy () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#state.referrerPolicy
  }

  get mode () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#state.mode
  }

  get credentials () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#state.credentials
  }

  get cache () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#state.cache
  }

  get redirect () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#state.redirect
  }

  get integrity () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#state.integrity
  }

  get keepalive () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#state.keepalive
  }

  get isReloadNavigation () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#state.reloadNavigation
  }

  get isHistoryNavigation () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#state.historyNavigation
  }

  get signal () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#signal
  }

  get body () {
	webidl.brandCheck(this, webidl.is.Request)

	return this.#state.body ? this.#state.body.stream : null
  }

  get bodyUsed () {
	webidl.brandCheck(this, webidl.is.Request)

	return !!this.#state.body && util.isDisturbed(this.#state.body.stream)
  }

  get duplex () {
	webidl.brandCheck(this, webidl.is.Request)

	return 'half'
  }

  clone () {
	webidl.brandCheck(this, webidl.is.Request)

	if (bodyUnusable(this.#state)) {
      throw new TypeError('unusable')
	}

	const clonedRequest = cloneRequest(this.#state)

	const signal = createDependentSignal(this.#signal)

	return fromInnerRequest(clonedRequest, this.#dispatcher, signal, getHeadersGuard(this.#headers))
  }

  [nodeUtil.inspect.custom] (depth, options) {
	if (options.depth === null) {
      options.depth = 2
	}

	options.colors ??= true

	const properties = {
      method: this.method,
      url: this.url,
      headers: this.headers,
      destination: this.destination,
      referrer: this.referrer,
      referrerPolicy: this.referrerPolicy,
      mode: this.mode,
      credentials: this.credentials,
      cache: this.cache,
      redirect: this.redirect,
      integrity: this.integrity,
      keepalive: this.keepalive,
      isReloadNavigation: this.isReloadNavigation,
      isHistoryNavigation: this.isHistoryNavigation,
      signal: this.signal
	}

	return `Request ${nodeUtil.formatWithOptions(options, properties)}`
  }

  static {
	setRequestSignal = (request, newSignal) => {
      request.#signal = newSignal
	}

	getRequestDispatcher = (request) => {
      return request.#dispatcher
	}

	setRequestDispatcher = (request, newDispatcher) => {
      request.#dispatcher = newDispatcher
	}

	setRequestHeaders = (request, newHeaders) => {
      request.#headers = newHeaders
	}

	getRequestState = (request) => {
      return request.#state
	}

	setRequestState = (request, newState) => {
      request.#state = newState
	}

	removeRequestAbortListener = (request) => {
      const state = requestSignals.get(request.#signal)
      if (state !== undefined) {
		requestSignals.delete(request.#signal)
		requestFinalizer.unregister(state.reference)
		removeSignalFollower(state.source, state.reference)
      }
	}

	webidl.is.Request = (arg) => {
      return arg != null && typeof arg === 'object' && #state in arg
	}
  }
}

mixinBody(Request, getRequestState, webidl.is.Request)

function makeRequest (init) {
  return {
	method: init.method ?? 'GET',
	localURLsOnly: init.localURLsOnly ?? false,
	unsafeRequest: init.unsafeRequest ?? false,
	body: init.body ?? null,
	client: init.client ?? null,
	reservedClient: init.reservedClient ?? null,
	replacesClientId: init.replacesClientId ?? '',
	window: init.window ?? 'client',
	keepalive: init.keepalive ?? false,
	serviceWorkers: init.serviceWorkers ?? 'all',
	initiator: init.initiator ?? '',
	destination: init.destination ?? '',
	priority: init.priority ?? 'auto',
	origin: init.origin ?? 'client',
	policyContainer: init.policyContainer ?? 'client',
	referrer: init.referrer ?? 'client',
	referrerPolicy: init.referrerPolicy ?? '',
	mode: init.mode ?? 'no-cors',
	useCORSPreflightFlag: init.useCORSPreflightFlag ?? false,
	credentials: init.credentials ?? 'same-origin',
	useCredentials: init.useCredentials ?? false,
	cache: init.cache ?? 'default',
	redirect: init.redirect ?? 'follow',
	integrity: init.integrity ?? '',
	cryptoGraphicsNonceMetadata: init.cryptoGraphicsNonceMetadata ?? '',
	parserMetadata: init.parserMetadata ?? '',
	reloadNavigation: init.reloadNavigation ?? false,
	historyNavigation: init.historyNavigation ?? false,
	userActivation: init.userActivation ?? false,
	taintedOrigin: init.taintedOrigin ?? false,
	redirectCount: init.redirectCount ?? 0,
	responseTainting: init.responseTainting ?? 'basic',
	preventNoCacheCacheControlHeaderModification: init.preventNoCacheCacheControlHeaderModification ?? false,
	done: init.done ?? false,
	timingAllowFailed: init.timingAllowFailed ?? false,
	useURLCredentials: init.useURLCredentials ?? undefined,
	traversableForUserPrompts: init.traversableForUserPrompts ?? 'client',
	urlList: init.urlList,
	url: init.urlList[0],
	headersList: init.headersList
      ? new HeadersList(init.headersList)
      : new HeadersList()
  }
}

function cloneRequest (request) {

  const newRequest = makeRequest({ ...request, body: null })

  if (request.body != null) {
	newRequest.body = cloneBody(request.body)
  }

  return newRequest
}

function fromInnerRequest (innerRequest, dispatcher, signal, guard) {
  const request = new Request(kConstruct)
  setRequestState(request, innerRequest)
  setRequestDispatcher(request, dispatcher)
  setRequestSignal(request, signal)
  const headers = new Headers(kConstruct)
  setRequestHeaders(request, headers)
  setHeadersList(headers, innerRequest.headersList)
  setHeadersGuard(headers, guard)
  return request
}

Object.defineProperties(Request.prototype, {
  method: kEnumerableProperty,
  url: kEnumerableProperty,
  headers: kEnumerableProperty,
  redirect: kEnumerableProperty,
  clone: kEnumerableProperty,
  signal: kEnumerableProperty,
  duplex: kEnumerableProperty,
  destination: kEnumerableProperty,
  body: kEnumerableProperty,
  bodyUsed: kEnumerableProperty,
  isHistoryNavigation: kEnumerableProperty,
  isReloadNavigation: kEnumerableProperty,
  keepalive: kEnumerableProperty,
  integrity: kEnumerableProperty,
  cache: kEnumerableProperty,
  credentials: kEnumerableProperty,
  attribute: kEnumerableProperty,
  referrerPolicy: kEnumerableProperty,
  referrer: kEnumerableProperty,
  mode: kEnumerableProperty,
  [Symbol.toStringTag]: {
	value: 'Request',
	configurable: true
  }
})

webidl.converters.RequestInfo = function (V) {
  if (typeof V === 'string') {
	return webidl.converters.USVString(V)
  }

  if (webidl.is.Request(V)) {
	return V
  }

  return webidl.converters.USVString(V)
}

webidl.converters.RequestInit = webidl.dictionaryConverter([
  {
	key: 'method',
	converter: webidl.converters.ByteString
  },
  {
	key: 'headers',
	converter: webidl.converters.HeadersInit
  },
  {
	key: 'body',
	converter: webidl.nullableConverter(
      webidl.converters.BodyInit
	)
  },
  {
	key: 'referrer',
	converter: webidl.converters.USVString
  },
  {
	key: 'referrerPolicy',
	converter: webidl.converters.DOMString,
	allowedValues: referrerPolicy
  },
  {
	key: 'mode',
	converter: webidl.converters.DOMString,
	allowedValues: requestMode
  },
  {
	key: 'credentials',
	converter: webidl.converters.DOMString,
	allowedValues: requestCredentials
  },
  {
	key: 'cache',
	converter: webidl.converters.DOMString,
	allowedValues: requestCache
  },
  {
	key: 'redirect',
	converter: webidl.converters.DOMString,
	allowedValues: requestRedirect
  },
  {
	key: 'integrity',
	converter: webidl.converters.DOMString
  },
  {
	key: 'keepalive',
	converter: webidl.converters.boolean
  },
  {
	key: 'signal',
	converter: webidl.nullableConverter(
      (signal) => webidl.converters.AbortSignal(
		signal,
		'RequestInit',
		'signal'
      )
	)
  },
  {
	key: 'window',
	converter: webidl.converters.any
  },
  {
	key: 'duplex',
	converter: webidl.converters.DOMString,
	allowedValues: requestDuplex
  },
  {
	key: 'dispatcher', // undici specific option
	converter: webidl.converters.any
  },
  {
	key: 'priority',
	converter: webidl.converters.DOMString,
	allowedValues: ['high', 'low', 'auto']
  }
])

module.exports = {
  Request,
  makeRequest,
  fromInnerRequest,
  cloneRequest,
  getRequestDispatcher,
  getRequestState,
  removeRequestAbortListener
}


/***/ }),

/***/ 6554:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { Headers, HeadersList, fill, getHeadersGuard, setHeadersGuard, setHeadersList } = __nccwpck_require__(4779)
const { extractBody, cloneBody, mixinBody, streamRegistry, bodyUnusable } = __nccwpck_require__(7909)
const util = __nccwpck_require__(9203)
const nodeUtil = __nccwpck_require__(7975)
const { kEnumerableProperty } = util
const {
  isValidReasonPhrase,
  isCancelled,
  isAborted,
  isErrorLike,
  environmentSettingsObject: relevantRealm
} = __nccwpck_require__(7557)
const {
  redirectStatusSet,
  nullBodyStatus
} = __nccwpck_require__(9676)
const { webidl } = __nccwpck_require__(8314)
const { URLSerializer } = __nccwpck_require__(3381)
const { kConstruct } = __nccwpck_require__(6478)
const assert = __nccwpck_require__(4589)
const { isomorphicEncode, serializeJavascriptValueToJSONString } = __nccwpck_require__(3775)

const textEncoder = new TextEncoder('utf-8')
let getResponseHeaders, setResponseHeaders, getResponseState, setResponseState

class Response {
  #headers

  #state

  static error () {
	const responseObject = fromInnerResponse(makeNetworkError(), 'immutable')

	return responseObject
  }

  static json (data, init = undefined) {
	webidl.argumentLengthCheck(arguments, 1, 'Response.json')

	init = webidl.converters.ResponseInit(init)

	const bytes = textEncoder.encode(
      serializeJavascriptValueToJSONString(data)
	)

	const body = extractBody(bytes)

	const responseObject = fromInnerResponse(makeResponse({}), 'response')

	initializeResponse(responseObject, init, { body: body[0], type: 'application/json' })

	return responseObject
  }

  static redirect (url, status = 302) {
	webidl.argumentLengthCheck(arguments, 1, 'Response.redirect')

	url = webidl.converters.USVString(url)
	status = webidl.converters['unsigned short'](status)

	let parsedURL
	try {
      parsedURL = new URL(url, relevantRealm.settingsObject.baseUrl)
	} catch (err) {
      throw new TypeError(`Failed to parse URL from ${url}`, { cause: err })
	}

	if (!redirectStatusSet.has(status)) {
      throw new RangeError(`Invalid status code ${status}`)
	}

	const responseObject = fromInnerResponse(makeResponse({}), 'immutable')

	responseObject.#state.status = status

	const value = isomorphicEncode(URLSerializer(parsedURL))

	responseObject.#state.headersList.append('location', value, true)

	return responseObject
  }

  constructor (body = null, init = undefined) {
	webidl.util.markAsUncloneable(this)

	if (body === kConstruct) {
      return
	}

	if (body !== null) {
      body = webidl.converters.BodyInit(body, 'Response', 'body')
	}

	init = webidl.converters.ResponseInit(init)

	this.#state = makeResponse({})

	this.#headers = new Headers(kConstruct)
	setHeadersGuard(this.#headers, 'response')
	setHeadersList(this.#headers, this.#state.headersList)

	let bodyWithType = null

	if (body != null) {
      const [extractedBody, type] = extractBody(body)
      bodyWithType = { body: extractedBody, type }
	}

	initializeResponse(this, init, bodyWithType)
  }

  get type () {
	webidl.brandCheck(this, webidl.is.Response)

	return this.#state.type
  }

  get url () {
	webidl.brandCheck(this, webidl.is.Response)

	const urlList = this.#state.urlList

	const url = urlList[urlList.length - 1] ?? null

	if (url === null) {
      return ''
	}

	return URLSerializer(url, true)
  }

  get redirected () {
	webidl.brandCheck(this, webidl.is.Response)

	return this.#state.urlList.length > 1
  }

  get status () {
	webidl.brandCheck(this, webidl.is.Response)

	return this.#state.status
  }

  get ok () {
	webidl.brandCheck(this, webidl.is.Response)

	return this.#state.status >= 200 && this.#state.status <= 299
  }

  get statusText () {
	webidl.brandCheck(this, webidl.is.Response)

	return this.#state.statusText
  }

  get headers () {
	webidl.brandCheck(this, webidl.is.Response)

	return this.#headers
  }

  get body () {
	webidl.brandCheck(this, webidl.is.Response)

	return this.#state.body ? this.#state.body.stream : null
  }

  get bodyUsed () {
	webidl.brandCheck(this, webidl.is.Response)

	return !!this.#state.body && util.isDisturbed(this.#state.body.stream)
  }

  clone () {
	webidl.brandCheck(this, webidl.is.Response)

	if (bodyUnusable(this.#state)) {
      throw webidl.errors.exception({
		header: 'Response.clone',
		message: 'Body has already been consumed.'
      })
	}

	const clonedResponse = cloneResponse(this.#state)

	if (this.#state.urlList.length !== 0 && this.#state.body?.stream) {
      streamRegistry.register(this, new WeakRef(this.#state.body.stream))
	}

	return fromInnerResponse(clonedResponse, getHeadersGuard(this.#headers))
  }

  [nodeUtil.inspect.custom] (depth, options) {
	if (options.depth === null) {
      options.depth = 2
	}

	options.colors ??= true

	const properties = {
      status: this.status,
      statusText: this.statusText,
      headers: this.headers,
      body: this.body,
      bodyUsed: this.bodyUsed,
      ok: this.ok,
      redirected: this.redirected,
      type: this.type,
      url: this.url
	}

	return `Response ${nodeUtil.formatWithOptions(options, properties)}`
  }

  static {
	getResponseHeaders = (response) => {
      return response.#headers
	}

	setResponseHeaders = (response, newHeaders) => {
      response.#headers = newHeaders
	}

	getResponseState = (response) => {
      return response.#state
	}

	setResponseState = (response, newState) => {
      response.#state = newState
	}

	webidl.is.Response = (arg) => {
      return arg != null && typeof arg === 'object' && #state in arg
	}
  }
}

mixinBody(Response, getResponseState, webidl.is.Response)

Object.defineProperties(Response.prototype, {
  type: kEnumerableProperty,
  url: kEnumerableProperty,
  status: kEnumerableProperty,
  ok: kEnumerableProperty,
  redirected: kEnumerableProperty,
  statusText: kEnumerableProperty,
  headers: kEnumerableProperty,
  clone: kEnumerableProperty,
  body: kEnumerableProperty,
  bodyUsed: kEnumerableProperty,
  [Symbol.toStringTag]: {
	value: 'Response',
	configurable: true
  }
})

Object.defineProperties(Response, {
  json: kEnumerableProperty,
  redirect: kEnumerableProperty,
  error: kEnumerableProperty
})

function cloneResponse (response) {

  if (response.internalResponse) {
	return filterResponse(
      cloneResponse(response.internalResponse),
      response.type
	)
  }

  const newResponse = makeResponse({ ...response, body: null })

  if (response.body != null) {
	newResponse.body = cloneBody(response.body)
  }

  return newResponse
}

function makeResponse (init) {
  return {
	aborted: false,
	rangeRequested: false,
	timingAllowPassed: false,
	requestIncludesCredentials: false,
	type: 'default',
	status: 200,
	timingInfo: null,
	cacheState: '',
	statusText: '',
	...init,
	headersList: init?.headersList
      ? new HeadersList(init?.headersList)
      : new HeadersList(),
	urlList: init?.urlList ? [...init.urlList] : []
  }
}

function makeNetworkError (reason) {
  const isError = isErrorLike(reason)
  return makeResponse({
	type: 'error',
	status: 0,
	error: isError
      ? reason
      : new Error(reason ? String(reason) : reason),
	aborted: reason && reason.name === 'AbortError'
  })
}

function isNetworkError (response) {
  return (
	response.type === 'error' &&
	response.status === 0
  )
}

function makeFilteredResponse (response, state) {
  state = {
	internalResponse: response,
	...state
  }

  return new Proxy(response, {
	get (target, p) {
      return p in state ? state[p] : target[p]
	},
	set (target, p, value) {
      assert(!(p in state))
      target[p] = value
      return true
	}
  })
}

function filterResponse (response, type) {
  if (type === 'basic') {

	return makeFilteredResponse(response, {
      type: 'basic',
      headersList: response.headersList
	})
  } else if (type === 'cors') {

	return makeFilteredResponse(response, {
      type: 'cors',
      headersList: response.headersList
	})
  } else if (type === 'opaque') {

	return makeFilteredResponse(response, {
      type: 'opaque',
      urlList: [],
      status: 0,
      statusText: '',
      body: null
	})
  } else if (type === 'opaqueredirect') {

	return makeFilteredResponse(response, {
      type: 'opaqueredirect',
      status: 0,
      statusText: '',
      headersList: [],
      body: null
	})
  } else {
	assert(false)
  }
}

function makeAppropriateNetworkError (fetchParams, err = null) {
  assert(isCancelled(fetchParams))

  return isAborted(fetchParams)
	? makeNetworkError(Object.assign(new DOMException('The operation was aborted.', 'AbortError'), { cause: err }))
	: makeNetworkError(Object.assign(new DOMException('Request was cancelled.'), { cause: err }))
}

function initializeResponse (response, init, body) {
  if (init.status !== null && (init.status < 200 || init.status > 599)) {
	throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.')
  }

  if ('statusText' in init && init.statusText != null) {
	if (!isValidReasonPhrase(String(init.statusText))) {
      throw new TypeError('Invalid statusText')
	}
  }

  if ('status' in init && init.status != null) {
	getResponseState(response).status = init.status
  }

  if ('statusText' in init && init.statusText != null) {
	getResponseState(response).statusText = init.statusText
  }

  if ('headers' in init && init.headers != null) {
	fill(getResponseHeaders(response), init.headers)
  }

  if (body) {
	if (nullBodyStatus.includes(response.status)) {
      throw webidl.errors.exception({
		header: 'Response constructor',
		message: `Invalid response status code ${response.status}`
      })
	}

	getResponseState(response).body = body.body

	if (body.type != null && !getResponseState(response).headersList.contains('content-type', true)) {
      getResponseState(response).headersList.append('content-type', body.type, true)
	}
  }
}

function fromInnerResponse (innerResponse, guard) {
  const response = new Response(kConstruct)
  setResponseState(response, innerResponse)
  const headers = new Headers(kConstruct)
  setResponseHeaders(response, headers)
  setHeadersList(headers, innerResponse.headersList)
  setHeadersGuard(headers, guard)

  if (innerResponse.urlList.length !== 0 && innerResponse.body?.stream) {
	streamRegistry.register(response, new WeakRef(innerResponse.body.stream))
  }

  return response
}

webidl.converters.XMLHttpRequestBodyInit = function (V, prefix, name) {
  if (typeof V === 'string') {
	return webidl.converters.USVString(V, prefix, name)
  }

  if (webidl.is.Blob(V)) {
	return V
  }

  if (webidl.is.BufferSource(V)) {
	return V
  }

  if (webidl.is.FormData(V)) {
	return V
  }

  if (webidl.is.URLSearchParams(V)) {
	return V
  }

  return webidl.converters.DOMString(V, prefix, name)
}

webidl.converters.BodyInit = function (V, prefix, argument) {
  if (webidl.is.ReadableStream(V)) {
	return V
  }

  if (V?.[Symbol.asyncIterator]) {
	return V
  }

  return webidl.converters.XMLHttpRequestBodyInit(V, prefix, argument)
}

webidl.converters.ResponseInit = webidl.dictionaryConverter([
  {
	key: 'status',
	converter: webidl.converters['unsigned short'],
	defaultValue: () => 200
  },
  {
	key: 'statusText',
	converter: webidl.converters.ByteString,
	defaultValue: () => ''
  },
  {
	key: 'headers',
	converter: webidl.converters.HeadersInit
  }
])

module.exports = {
  isNetworkError,
  makeNetworkError,
  makeResponse,
  makeAppropriateNetworkError,
  filterResponse,
  Response,
  cloneResponse,
  fromInnerResponse,
  getResponseState
}


/***/ }),

/***/ 7557:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { Transform } = __nccwpck_require__(7075)
const zlib = __nccwpck_require__(8522)
const { redirectStatusSet, referrerPolicyTokens, badPortsSet } = __nccwpck_require__(9676)
const { getGlobalOrigin } = __nccwpck_require__(5698)
const { collectAnHTTPQuotedString, parseMIMEType } = __nccwpck_require__(3381)
const { performance } = __nccwpck_require__(643)
const { isValidHTTPToken, normalizedMethodRecordsBase } = __nccwpck_require__(9203)
const assert = __nccwpck_require__(4589)
const { isUint8Array } = __nccwpck_require__(3429)
const { webidl } = __nccwpck_require__(8314)
const { isomorphicEncode, collectASequenceOfCodePoints, removeChars } = __nccwpck_require__(3775)

function responseURL (response) {
  const urlList = response.urlList
  const length = urlList.length
  return length === 0 ? null : urlList[length - 1].toString()
}

function responseLocationURL (response, requestFragment) {
  if (!redirectStatusSet.has(response.status)) {
	return null
  }

  let location = response.headersList.get('location', true)

  if (location !== null && isValidHeaderValue(location)) {
	if (!isValidEncodedURL(location)) {
      location = normalizeBinaryStringToUtf8(location)
	}
	location = new URL(location, responseURL(response))
  }

  if (location && !location.hash) {
	location.hash = requestFragment
  }

  return location
}

function isValidEncodedURL (url) {
  for (let i = 0; i < url.length; ++i) {
	const code = url.charCodeAt(i)

	if (
      code > 0x7E || // Non-US-ASCII + DEL
      code < 0x20 // Control characters NUL - US
	) {
      return false
	}
  }
  return true
}

function normalizeBinaryStringToUtf8 (value) {
  return Buffer.from(value, 'binary').toString('utf8')
}

function requestCurrentURL (request) {
  return request.urlList[request.urlList.length - 1]
}

function requestBadPort (request) {
  const url = requestCurrentURL(request)

  if (urlIsHttpHttpsScheme(url) && badPortsSet.has(url.port)) {
	return 'blocked'
  }

  return 'allowed'
}

function isErrorLike (object) {
  return object instanceof Error || (
	object?.constructor?.name === 'Error' ||
	object?.constructor?.name === 'DOMException'
  )
}

function isValidReasonPhrase (statusText) {
  for (let i = 0; i < statusText.length; ++i) {
	const c = statusText.charCodeAt(i)
	if (
      !(
		(
          c === 0x09 || // HTAB
          (c >= 0x20 && c <= 0x7e) || // SP / VCHAR
          (c >= 0x80 && c <= 0xff)
		) // obs-text
      )
	) {
      return false
	}
  }
  return true
}

const isValidHeaderName = isValidHTTPToken

function isValidHeaderValue (potentialValue) {
  return (
	potentialValue[0] === '\t' ||
	potentialValue[0] === ' ' ||
	potentialValue[potentialValue.length - 1] === '\t' ||
	potentialValue[potentialValue.length - 1] === ' ' ||
	potentialValue.includes('\n') ||
	potentialValue.includes('\r') ||
	potentialValue.includes('\0')
  ) === false
}

function parseReferrerPolicy (actualResponse) {
  const policyHeader = (actualResponse.headersList.get('referrer-policy', true) ?? '').split(',')

  let policy = ''


  if (policyHeader.length) {
	for (let i = policyHeader.length; i !== 0; i--) {
      const token = policyHeader[i - 1].trim()
      if (referrerPolicyTokens.has(token)) {
		policy = token
		break
      }
	}
  }

  return policy
}

function setRequestReferrerPolicyOnRedirect (request, actualResponse) {
  const policy = parseReferrerPolicy(actualResponse)

  if (policy !== '') {
	request.referrerPolicy = policy
  }
}

function crossOriginResourcePolicyCheck () {
  return 'allowed'
}

function corsCheck () {
  return 'success'
}

function TAOCheck () {
  return 'success'
}

function appendFetchMetadata (httpRequest) {
  if (!isURLPotentiallyTrustworthy(requestCurrentURL(httpRequest))) {
	return
  }




  let header = null

  header = httpRequest.mode

  httpRequest.headersList.set('sec-fetch-mode', header, true)


}

function appendRequestOriginHeader (request) {
  let serializedOrigin = request.origin

  if (serializedOrigin === 'client' || serializedOrigin === undefined) {
	return
  }

  if (request.responseTainting === 'cors' || request.mode === 'websocket') {
	request.headersList.append('origin', serializedOrigin, true)
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
	switch (request.referrerPolicy) {
      case 'no-referrer':
		serializedOrigin = null
		break
      case 'no-referrer-when-downgrade':
      case 'strict-origin':
      case 'strict-origin-when-cross-origin':
		if (request.origin && urlHasHttpsScheme(request.origin) && !urlHasHttpsScheme(requestCurrentURL(request))) {
          serializedOrigin = null
		}
		break
      case 'same-origin':
		if (!sameOrigin(request, requestCurrentURL(request))) {
          serializedOrigin = null
		}
		break
      default:
	}

	request.headersList.append('origin', serializedOrigin, true)
  }
}

function coarsenTime (timestamp, crossOriginIsolatedCapability) {
  return timestamp
}

function clampAndCoarsenConnectionTimingInfo (connectionTimingInfo, defaultStartTime, crossOriginIsolatedCapability) {
  if (!connectionTimingInfo?.startTime || connectionTimingInfo.startTime < defaultStartTime) {
	return {
      domainLookupStartTime: defaultStartTime,
      domainLookupEndTime: defaultStartTime,
      connectionStartTime: defaultStartTime,
      connectionEndTime: defaultStartTime,
      secureConnectionStartTime: defaultStartTime,
      ALPNNegotiatedProtocol: connectionTimingInfo?.ALPNNegotiatedProtocol
	}
  }

  return {
	domainLookupStartTime: coarsenTime(connectionTimingInfo.domainLookupStartTime, crossOriginIsolatedCapability),
	domainLookupEndTime: coarsenTime(connectionTimingInfo.domainLookupEndTime, crossOriginIsolatedCapability),
	connectionStartTime: coarsenTime(connectionTimingInfo.connectionStartTime, crossOriginIsolatedCapability),
	connectionEndTime: coarsenTime(connectionTimingInfo.connectionEndTime, crossOriginIsolatedCapability),
	secureConnectionStartTime: coarsenTime(connectionTimingInfo.secureConnectionStartTime, crossOriginIsolatedCapability),
	ALPNNegotiatedProtocol: connectionTimingInfo.ALPNNegotiatedProtocol
  }
}

function coarsenedSharedCurrentTime (crossOriginIsolatedCapability) {
  return coarsenTime(performance.now(), crossOriginIsolatedCapability)
}

function createOpaqueTimingInfo (timingInfo) {
  return {
	startTime: timingInfo.startTime ?? 0,
	redirectStartTime: 0,
	redirectEndTime: 0,
	postRedirectStartTime: timingInfo.startTime ?? 0,
	finalServiceWorkerStartTime: 0,
	finalNetworkResponseStartTime: 0,
	finalNetworkRequestStartTime: 0,
	endTime: 0,
	encodedBodySize: 0,
	decodedBodySize: 0,
	finalConnectionTimingInfo: null
  }
}

function makePolicyContainer () {
  return {
	referrerPolicy: 'strict-origin-when-cross-origin'
  }
}

function clonePolicyContainer (policyContainer) {
  return {
	referrerPolicy: policyContainer.referrerPolicy
  }
}

function determineRequestsReferrer (request) {

  const policy = request.referrerPolicy

  assert(policy)


  let referrerSource = null


  if (request.referrer === 'client') {

	const globalOrigin = getGlobalOrigin()

	if (!globalOrigin || globalOrigin.origin === 'null') {
      return 'no-referrer'
	}

	referrerSource = new URL(globalOrigin)
  } else if (webidl.is.URL(request.referrer)) {
	referrerSource = request.referrer
  }

  let referrerURL = stripURLForReferrer(referrerSource)

  const referrerOrigin = stripURLForReferrer(referrerSource, true)

  if (referrerURL.toString().length > 4096) {
	referrerURL = referrerOrigin
  }


  switch (policy) {
	case 'no-referrer':
      return 'no-referrer'
	case 'origin':
      if (referrerOrigin != null) {
		return referrerOrigin
      }
      return stripURLForReferrer(referrerSource, true)
	case 'unsafe-url':
      return referrerURL
	case 'strict-origin': {
      const currentURL = requestCurrentURL(request)

      if (isURLPotentiallyTrustworthy(referrerURL) && !isURLPotentiallyTrustworthy(currentURL)) {
		return 'no-referrer'
      }
      return referrerOrigin
	}
	case 'strict-origin-when-cross-origin': {
      const currentURL = requestCurrentURL(request)

      if (sameOrigin(referrerURL, currentURL)) {
		return referrerURL
      }

      if (isURLPotentiallyTrustworthy(referrerURL) && !isURLPotentiallyTrustworthy(currentURL)) {
		return 'no-referrer'
      }

      return referrerOrigin
	}
	case 'same-origin':
      if (sameOrigin(request, referrerURL)) {
		return referrerURL
      }
      return 'no-referrer'
	case 'origin-when-cross-origin':
      if (sameOrigin(request, referrerURL)) {
		return referrerURL
      }
      return referrerOrigin
	case 'no-referrer-when-downgrade': {
      const currentURL = requestCurrentURL(request)

      if (isURLPotentiallyTrustworthy(referrerURL) && !isURLPotentiallyTrustworthy(currentURL)) {
		return 'no-referrer'
      }
      return referrerURL
	}
  }
}

function stripURLForReferrer (url, originOnly = false) {
  assert(webidl.is.URL(url))

  url = new URL(url)

  if (urlIsLocal(url)) {
	return 'no-referrer'
  }

  url.username = ''

  url.password = ''

  url.hash = ''

  if (originOnly === true) {
	url.pathname = ''

	url.search = ''
  }

  return url
}

const isPotentialleTrustworthyIPv4 = RegExp.prototype.test
  .bind(/^127\.(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]\d|\d)\.){2}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]\d|\d)$/)

const isPotentiallyTrustworthyIPv6 = RegExp.prototype.test
  .bind(/^(?:(?:0{1,4}:){7}|(?:0{1,4}:){1,6}:|::)0{0,3}1$/)

function isOriginIPPotentiallyTrustworthy (origin) {
  if (origin.includes(':')) {
	if (origin[0] === '[' && origin[origin.length - 1] === ']') {
      origin = origin.slice(1, -1)
	}
	return isPotentiallyTrustworthyIPv6(origin)
  }

  return isPotentialleTrustworthyIPv4(origin)
}

function isOriginPotentiallyTrustworthy (origin) {
  if (origin == null || origin === 'null') {
	return false
  }

  origin = new URL(origin)

  if (origin.protocol === 'https:' || origin.protocol === 'wss:') {
	return true
  }

  if (isOriginIPPotentiallyTrustworthy(origin.hostname)) {
	return true
  }


  if (origin.hostname === 'localhost' || origin.hostname === 'localhost.') {
	return true
  }

  if (origin.hostname.endsWith('.localhost') || origin.hostname.endsWith('.localhost.')) {
	return true
  }

  if (origin.protocol === 'file:') {
	return true
  }



  return false
}

function isURLPotentiallyTrustworthy (url) {
  if (!webidl.is.URL(url)) {
	return false
  }

  if (url.href === 'about:blank' || url.href === 'about:srcdoc') {
	return true
  }

  if (url.protocol === 'data:') return true

  if (url.protocol === 'blob:') return true

  return isOriginPotentiallyTrustworthy(url.origin)
}

function tryUpgradeRequestToAPotentiallyTrustworthyURL (request) {
}

function sameOrigin (A, B) {
  if (A.origin === B.origin && A.origin === 'null') {
	return true
  }

  if (A.protocol === B.protocol && A.hostname === B.hostname && A.port === B.port) {
	return true
  }

  return false
}

function isAborted (fetchParams) {
  return fetchParams.controller.state === 'aborted'
}

function isCancelled (fetchParams) {
  return fetchParams.controller.state === 'aborted' ||
	fetchParams.controller.state === 'terminated'
}

function normalizeMethod (method) {
  return normalizedMethodRecordsBase[method.toLowerCase()] ?? method
}

const esIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()))

function createIterator (name, kInternalIterator, keyIndex = 0, valueIndex = 1) {
  class FastIterableIterator {
	#target
	#kind
	#index

	constructor (target, kind) {
      this.#target = target
      this.#kind = kind
      this.#index = 0
	}

	next () {
      if (typeof this !== 'object' || this === null || !(#target in this)) {
		throw new TypeError(
          `'next' called on an object that does not implement interface ${name} Iterator.`
		)
      }

      const index = this.#index
      const values = kInternalIterator(this.#target)

      const len = values.length

      if (index >= len) {
		return {
          value: undefined,
          done: true
		}
      }

      const { [keyIndex]: key, [valueIndex]: value } = values[index]

      this.#index = index + 1



      let result
      switch (this.#kind) {
		case 'key':
          result = key
          break
		case 'value':
          result = value
          break
		case 'key+value':
          result = [key, value]
          break
      }

      return {
		value: result,
		done: false
      }
	}
  }

  delete FastIterableIterator.prototype.constructor

  Object.setPrototypeOf(FastIterableIterator.prototype, esIteratorPrototype)

  Object.defineProperties(FastIterableIterator.prototype, {
	[Symbol.toStringTag]: {
      writable: false,
      enumerable: false,
      configurable: true,
      value: `${name} Iterator`
	},
	next: { writable: true, enumerable: true, configurable: true }
  })

  return function (target, kind) {
	return new FastIterableIterator(target, kind)
  }
}

function iteratorMixin (name, object, kInternalIterator, keyIndex = 0, valueIndex = 1, brandCheck) {
  const makeIterator = createIterator(name, kInternalIterator, keyIndex, valueIndex)

  const properties = {
	keys: {
      writable: true,
      enumerable: true,
      configurable: true,
      value: function keys () {
		webidl.brandCheck(this, brandCheck)
		return makeIterator(this, 'key')
      }
	},
	values: {
      writable: true,
      enumerable: true,
      configurable: true,
      value: function values () {
		webidl.brandCheck(this, brandCheck)
		return makeIterator(this, 'value')
      }
	},
	entries: {
      writable: true,
      enumerable: true,
      configurable: true,
      value: function entries () {
		webidl.brandCheck(this, brandCheck)
		return makeIterator(this, 'key+value')
      }
	},
	forEach: {
      writable: true,
      enumerable: true,
      configurable: true,
      value: function forEach (callbackfn, thisArg = globalThis) {
		webidl.brandCheck(this, brandCheck)
		webidl.argumentLengthCheck(arguments, 1, `${name}.forEach`)
		if (typeof callbackfn !== 'function') {
          throw new TypeError(
			`Failed to execute 'forEach' on '${name}': parameter 1 is not of type 'Function'.`
          )
		}
		for (const { 0: key, 1: value } of makeIterator(this, 'key+value')) {
          callbackfn.call(thisArg, value, key, this)
		}
      }
	}
  }

  return Object.defineProperties(object.prototype, {
	...properties,
	[Symbol.iterator]: {
      writable: true,
      enumerable: false,
      configurable: true,
      value: properties.entries.value
	}
  })
}

function fullyReadBody (body, processBody, processBodyError) {

  const successSteps = processBody

  const errorSteps = processBodyError

  try {
	const reader = body.stream.getReader()

	readAllBytes(reader, successSteps, errorSteps)
  } catch (e) {
	errorSteps(e)
  }
}

function readableStreamClose (controller) {
  try {
	controller.close()
	controller.byobRequest?.respond(0)
  } catch (err) {
	if (!err.message.includes('Controller is already closed') && !err.message.includes('ReadableStream is already closed')) {
      throw err
	}
  }
}

async function readAllBytes (reader, successSteps, failureSteps) {
  try {
	const bytes = []
	let byteLength = 0

	do {
      const { done, value: chunk } = await reader.read()

      if (done) {
		successSteps(Buffer.concat(bytes, byteLength))
		return
      }

      if (!isUint8Array(chunk)) {
		failureSteps(new TypeError('Received non-Uint8Array chunk'))
		return
      }

      bytes.push(chunk)
      byteLength += chunk.length

	} while (true)
  } catch (e) {
	failureSteps(e)
  }
}

function urlIsLocal (url) {
  assert('protocol' in url) // ensure it's a url object

  const protocol = url.protocol

  return protocol === 'about:' || protocol === 'blob:' || protocol === 'data:'
}

function urlHasHttpsScheme (url) {
  return (
	(
      typeof url === 'string' &&
      url[5] === ':' &&
      url[0] === 'h' &&
      url[1] === 't' &&
      url[2] === 't' &&
      url[3] === 'p' &&
      url[4] === 's'
	) ||
	url.protocol === 'https:'
  )
}

function urlIsHttpHttpsScheme (url) {
  assert('protocol' in url) // ensure it's a url object

  const protocol = url.protocol

  return protocol === 'http:' || protocol === 'https:'
}


function simpleRangeHeaderValue (value, allowWhitespace) {
  const data = value

  if (!data.startsWith('bytes')) {
	return 'failure'
  }

  const position = { position: 5 }

  if (allowWhitespace) {
	collectASequenceOfCodePoints(
      (char) => char === '\t' || char === ' ',
      data,
      position
	)
  }

  if (data.charCodeAt(position.position) !== 0x3D) {
	return 'failure'
  }

  position.position++

  if (allowWhitespace) {
	collectASequenceOfCodePoints(
      (char) => char === '\t' || char === ' ',
      data,
      position
	)
  }

  const rangeStart = collectASequenceOfCodePoints(
	(char) => {
      const code = char.charCodeAt(0)

      return code >= 0x30 && code <= 0x39
	},
	data,
	position
  )

  const rangeStartValue = rangeStart.length ? Number(rangeStart) : null

  if (allowWhitespace) {
	collectASequenceOfCodePoints(
      (char) => char === '\t' || char === ' ',
      data,
      position
	)
  }

  if (data.charCodeAt(position.position) !== 0x2D) {
	return 'failure'
  }

  position.position++

  if (allowWhitespace) {
	collectASequenceOfCodePoints(
      (char) => char === '\t' || char === ' ',
      data,
      position
	)
  }

  const rangeEnd = collectASequenceOfCodePoints(
	(char) => {
      const code = char.charCodeAt(0)

      return code >= 0x30 && code <= 0x39
	},
	data,
	position
  )

  const rangeEndValue = rangeEnd.length ? Number(rangeEnd) : null

  if (position.position < data.length) {
	return 'failure'
  }

  if (rangeEndValue === null && rangeStartValue === null) {
	return 'failure'
  }

  if (rangeStartValue !== null && rangeEndValue !== null && rangeStartValue > rangeEndValue) {
	return 'failure'
  }

  return { rangeStartValue, rangeEndValue }
}

function buildContentRange (rangeStart, rangeEnd, fullLength) {
  let contentRange = 'bytes '

  contentRange += isomorphicEncode(`${rangeStart}`)

  contentRange += '-'

  contentRange += isomorphicEncode(`${rangeEnd}`)

  contentRange += '/'

  contentRange += isomorphicEncode(`${fullLength}`)

  return contentRange
}

class InflateStream extends Transform {
  #zlibOptions

  constructor (zlibOptions) {
	super()
	this.#zlibOptions = zlibOptions
  }

  _transform (chunk, encoding, callback) {
	if (!this._inflateStream) {
      if (chunk.length === 0) {
		callback()
		return
      }
      this._inflateStream = (chunk[0] & 0x0F) === 0x08
		? zlib.createInflate(this.#zlibOptions)
		: zlib.createInflateRaw(this.#zlibOptions)

      this._inflateStream.on('data', this.push.bind(this))
      this._inflateStream.on('end', () => this.push(null))
      this._inflateStream.on('error', (err) => this.destroy(err))
	}

	this._inflateStream.write(chunk, encoding, callback)
  }

  _final (callback) {
	if (this._inflateStream) {
      this._inflateStream.end()
      this._inflateStream = null
	}
	callback()
  }
}

function createInflate (zlibOptions) {
  return new InflateStream(zlibOptions)
}

function extractMimeType (headers) {
  let charset = null

  let essence = null

  let mimeType = null

  const values = getDecodeSplit('content-type', headers)

  if (values === null) {
	return 'failure'
  }

  for (const value of values) {
	const temporaryMimeType = parseMIMEType(value)

	if (temporaryMimeType === 'failure' || temporaryMimeType.essence === '*/*') {
      continue
	}

	mimeType = temporaryMimeType

	if (mimeType.essence !== essence) {
      charset = null

      if (mimeType.parameters.has('charset')) {
		charset = mimeType.parameters.get('charset')
      }

      essence = mimeType.essence
	} else if (!mimeType.parameters.has('charset') && charset !== null) {
      mimeType.parameters.set('charset', charset)
	}
  }

  if (mimeType == null) {
	return 'failure'
  }

  return mimeType
}

function gettingDecodingSplitting (value) {
  const input = value

  const position = { position: 0 }

  const values = []

  let temporaryValue = ''

  while (position.position < input.length) {
	temporaryValue += collectASequenceOfCodePoints(
      (char) => char !== '"' && char !== ',',
      input,
      position
	)

	if (position.position < input.length) {
      if (input.charCodeAt(position.position) === 0x22) {
		temporaryValue += collectAnHTTPQuotedString(
          input,
          position
		)

		if (position.position < input.length) {
          continue
		}
      } else {

		assert(input.charCodeAt(position.position) === 0x2C)

		position.position++
      }
	}

	temporaryValue = removeChars(temporaryValue, true, true, (char) => char === 0x9 || char === 0x20)

	values.push(temporaryValue)

	temporaryValue = ''
  }

  return values
}

function getDecodeSplit (name, list) {
  const value = list.get(name, true)

  if (value === null) {
	return null
  }

  return gettingDecodingSplitting(value)
}

function hasAuthenticationEntry (request) {
  return false
}

function includesCredentials (url) {
  return !!(url.username || url.password)
}

function isTraversableNavigable (navigable) {
  return navigable != null && navigable !== 'client' && navigable !== 'no-traversable'
}

class EnvironmentSettingsObjectBase {
  get baseUrl () {
	return getGlobalOrigin()
  }

  get origin () {
	return this.baseUrl?.origin
  }

  policyContainer = makePolicyContainer()
}

class EnvironmentSettingsObject {
  settingsObject = new EnvironmentSettingsObjectBase()
}

const environmentSettingsObject = new EnvironmentSettingsObject()

module.exports = {
  isAborted,
  isCancelled,
  isValidEncodedURL,
  tryUpgradeRequestToAPotentiallyTrustworthyURL,
  clampAndCoarsenConnectionTimingInfo,
  coarsenedSharedCurrentTime,
  determineRequestsReferrer,
  makePolicyContainer,
  clonePolicyContainer,
  appendFetchMetadata,
  appendRequestOriginHeader,
  TAOCheck,
  corsCheck,
  crossOriginResourcePolicyCheck,
  createOpaqueTimingInfo,
  setRequestReferrerPolicyOnRedirect,
  isValidHTTPToken,
  requestBadPort,
  requestCurrentURL,
  responseURL,
  responseLocationURL,
  isURLPotentiallyTrustworthy,
  isValidReasonPhrase,
  sameOrigin,
  normalizeMethod,
  iteratorMixin,
  createIterator,
  isValidHeaderName,
  isValidHeaderValue,
  isErrorLike,
  fullyReadBody,
  readableStreamClose,
  urlIsLocal,
  urlHasHttpsScheme,
  urlIsHttpHttpsScheme,
  readAllBytes,
  simpleRangeHeaderValue,
  buildContentRange,
  createInflate,
  extractMimeType,
  getDecodeSplit,
  environmentSettingsObject,
  isOriginIPPotentiallyTrustworthy,
  hasAuthenticationEntry,
  includesCredentials,
  isTraversableNavigable
}


/***/ }),

/***/ 3775:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const assert = __nccwpck_require__(4589)
const { utf8DecodeBytes } = __nccwpck_require__(2229)

function collectASequenceOfCodePoints (condition, input, position) {
  let result = ''

  while (position.position < input.length && condition(input[position.position])) {
	result += input[position.position]

	position.position++
  }

  return result
}

function collectASequenceOfCodePointsFast (char, input, position) {
  const idx = input.indexOf(char, position.position)
  const start = position.position

  if (idx === -1) {
	position.position = input.length
	return input.slice(start)
  }

  position.position = idx
  return input.slice(start, position.position)
}

const ASCII_WHITESPACE_REPLACE_REGEX = /[\u0009\u000A\u000C\u000D\u0020]/g // eslint-disable-line no-control-regex

function forgivingBase64 (data) {
  data = data.replace(ASCII_WHITESPACE_REPLACE_REGEX, '')

  let dataLength = data.length
  if (dataLength % 4 === 0) {
	if (data.charCodeAt(dataLength - 1) === 0x003D) {
      --dataLength
      if (data.charCodeAt(dataLength - 1) === 0x003D) {
		--dataLength
      }
	}
  }

  if (dataLength % 4 === 1) {
	return 'failure'
  }

  if (/[^+/0-9A-Za-z]/.test(data.length === dataLength ? data : data.substring(0, dataLength))) {
	return 'failure'
  }

  const buffer = Buffer.from(data, 'base64')
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}

function isASCIIWhitespace (char) {
  return (
	char === 0x09 || // \t
	char === 0x0a || // \n
	char === 0x0c || // \f
	char === 0x0d || // \r
	char === 0x20    // space
  )
}

function isomorphicDecode (input) {
  const length = input.length
  if ((2 << 15) - 1 > length) {
	return String.fromCharCode.apply(null, input)
  }
  let result = ''
  let i = 0
  let addition = (2 << 15) - 1
  while (i < length) {
	if (i + addition > length) {
      addition = length - i
	}
	result += String.fromCharCode.apply(null, input.subarray(i, i += addition))
  }
  return result
}

const invalidIsomorphicEncodeValueRegex = /[^\x00-\xFF]/ // eslint-disable-line no-control-regex

function isomorphicEncode (input) {
  assert(!invalidIsomorphicEncodeValueRegex.test(input))

  return input
}

const nonASCIIRegex = /[^\x00-\x7F]/ // eslint-disable-line no-control-regex

function asciiLowercase (str) {
  return nonASCIIRegex.test(str)
	? str.replace(/[A-Z]+/g, (upper) => upper.toLowerCase())
	: str.toLowerCase()
}

function parseJSONFromBytes (bytes) {
  return JSON.parse(utf8DecodeBytes(bytes))
}

function removeASCIIWhitespace (str, leading = true, trailing = true) {
  return removeChars(str, leading, trailing, isASCIIWhitespace)
}

function removeChars (str, leading, trailing, predicate) {
  let lead = 0
  let trail = str.length - 1

  if (leading) {
	while (lead < str.length && predicate(str.charCodeAt(lead))) lead++
  }

  if (trailing) {
	while (trail >= lead && predicate(str.charCodeAt(trail))) trail--
  }

  return lead === 0 && trail === str.length - 1 ? str : str.slice(lead, trail + 1)
}

function serializeJavascriptValueToJSONString (value) {
  const result = JSON.stringify(value)

  if (result === undefined) {
	throw new TypeError('Value is not JSON serializable')
  }

  assert(typeof result === 'string')

  return result
}

module.exports = {
  asciiLowercase,
  collectASequenceOfCodePoints,
  collectASequenceOfCodePointsFast,
  forgivingBase64,
  isASCIIWhitespace,
  isomorphicDecode,
  isomorphicEncode,
  parseJSONFromBytes,
  removeASCIIWhitespace,
  removeChars,
  serializeJavascriptValueToJSONString
}


/***/ }),

/***/ 7157:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const assert = __nccwpck_require__(4589)
const { runtimeFeatures } = __nccwpck_require__(8450)
const { asciiLowercase } = __nccwpck_require__(3775)




const validSRIHashAlgorithmTokenSet = new Map([['sha256', 0], ['sha384', 1], ['sha512', 2]])

let crypto

if (runtimeFeatures.has('crypto')) {
  crypto = __nccwpck_require__(7598)
  const cryptoHashes = crypto.getHashes()

  if (cryptoHashes.length === 0) {
	validSRIHashAlgorithmTokenSet.clear()
  }

  for (const algorithm of validSRIHashAlgorithmTokenSet.keys()) {
	if (cryptoHashes.includes(algorithm) === false) {
      validSRIHashAlgorithmTokenSet.delete(algorithm)
	}
  }
} else {
  validSRIHashAlgorithmTokenSet.clear()
}


const getSRIHashAlgorithmIndex = /** @type {GetSRIHashAlgorithmIndex} */ (Map.prototype.get.bind(
  validSRIHashAlgorithmTokenSet))

const isValidSRIHashAlgorithm = (algorithm) => validSRIHashAlgorithmTokenSet.has(asciiLowercase(algorithm))

const bytesMatch = runtimeFeatures.has('crypto') === false || validSRIHashAlgorithmTokenSet.size === 0
  ? () => true
  : (bytes, metadataList) => {
      const parsedMetadata = parseMetadata(metadataList)

      if (parsedMetadata.length === 0) {
		return true
      }

      const metadata = getStrongestMetadata(parsedMetadata)

      for (const item of metadata) {
		const algorithm = item.alg

		const expectedValue = item.val


		const actualValue = applyAlgorithmToBytes(algorithm, bytes)

		if (caseSensitiveMatch(actualValue, expectedValue)) {
          return true
		}
      }

      return false
	}

function getStrongestMetadata (metadataList) {
  const result = []
  let strongest = null

  for (const item of metadataList) {
	assert(isValidSRIHashAlgorithm(item.alg), 'Invalid SRI hash algorithm token')

	if (result.length === 0) {
      result.push(item)

      strongest = item

      continue
	}

	const currentAlgorithm = /** @type {Metadata} */ (strongest).alg
	const currentAlgorithmIndex = getSRIHashAlgorithmIndex(currentAlgorithm)

	const newAlgorithm = item.alg
	const newAlgorithmIndex = getSRIHashAlgorithmIndex(newAlgorithm)

	if (newAlgorithmIndex < currentAlgorithmIndex) {
      continue

	} else if (newAlgorithmIndex > currentAlgorithmIndex) {
      strongest = item

      result[0] = item
      result.length = 1

	} else {
      result.push(item)
	}
  }

  return result
}

function parseMetadata (metadata) {
  const result = []

  for (const item of metadata.split(/[\t\n\f\r ]+/)) {
	const expressionAndOptions = item.split('?', 1)

	const algorithmExpression = expressionAndOptions[0]

	let base64Value = ''

	const algorithmAndValue = [algorithmExpression.slice(0, 6), algorithmExpression.slice(7)]

	const algorithm = algorithmAndValue[0]

	if (!isValidSRIHashAlgorithm(algorithm)) {
      continue
	}

	if (algorithmAndValue[1]) {
      base64Value = algorithmAndValue[1]
	}

	const metadata = {
      alg: asciiLowercase(algorithm),
      val: base64Value
	}

	result.push(metadata)
  }

  return result
}

const applyAlgorithmToBytes = (algorithm, bytes) => {
  return crypto.hash(algorithm, bytes, 'base64')
}

function caseSensitiveMatch (actualValue, expectedValue) {
  let actualValueLength = actualValue.length
  if (actualValueLength !== 0 && actualValue[actualValueLength - 1] === '=') {
	actualValueLength -= 1
  }
  if (actualValueLength !== 0 && actualValue[actualValueLength - 1] === '=') {
	actualValueLength -= 1
  }
  let expectedValueLength = expectedValue.length
  if (expectedValueLength !== 0 && expectedValue[expectedValueLength - 1] === '=') {
	expectedValueLength -= 1
  }
  if (expectedValueLength !== 0 && expectedValue[expectedValueLength - 1] === '=') {
	expectedValueLength -= 1
  }

  if (actualValueLength !== expectedValueLength) {
	return false
  }

  for (let i = 0; i < actualValueLength; ++i) {
	if (
      actualValue[i] === expectedValue[i] ||
      (actualValue[i] === '+' && expectedValue[i] === '-') ||
      (actualValue[i] === '/' && expectedValue[i] === '_')
	) {
      continue
	}
	return false
  }

  return true
}

module.exports = {
  applyAlgorithmToBytes,
  bytesMatch,
  caseSensitiveMatch,
  isValidSRIHashAlgorithm,
  getStrongestMetadata,
  parseMetadata
}


/***/ }),

/***/ 8314:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const assert = __nccwpck_require__(4589)
const { types, inspect } = __nccwpck_require__(7975)
const { markAsUncloneable } = __nccwpck_require__(5919)

const UNDEFINED = 1
const BOOLEAN = 2
const STRING = 3
const SYMBOL = 4
const NUMBER = 5
const BIGINT = 6
const NULL = 7
const OBJECT = 8 // function and object

const FunctionPrototypeSymbolHasInstance = Function.call.bind(Function.prototype[Symbol.hasInstance])

const webidl = {
  converters: {},
  util: {},
  errors: {},
  is: {}
}

webidl.errors.exception = function (message) {
  return new TypeError(`${message.header}: ${message.message}`)
}

webidl.errors.conversionFailed = function (opts) {
  const plural = opts.types.length === 1 ? '' : ' one of'
  const message =
	`${opts.argument} could not be converted to` +
	`${plural}: ${opts.types.join(', ')}.`

  return webidl.errors.exception({
	header: opts.prefix,
	message
  })
}

webidl.errors.invalidArgument = function (context) {
  return webidl.errors.exception({
	header: context.prefix,
	message: `"${context.value}" is an invalid ${context.type}.`
  })
}

webidl.brandCheck = function (V, is) {
  if (!is(V)) {
	const err = new TypeError('Illegal invocation')
	err.code = 'ERR_INVALID_THIS' // node compat.
	throw err
  }
}

webidl.argumentLengthCheck = function ({ length }, min, ctx) {
  if (length < min) {
	throw webidl.errors.exception({
      message: `${min} argument${min !== 1 ? 's' : ''} required, ` +
               `but${length ? ' only' : ''} ${length} found.`,
      header: ctx
	})
  }
}

webidl.illegalConstructor = function () {
  throw webidl.errors.exception({
	header: 'TypeError',
	message: 'Illegal constructor'
  })
}

webidl.util.MakeTypeAssertion = function (I) {
  return (O) => FunctionPrototypeSymbolHasInstance(I, O)
}

webidl.util.Type = function (V) {
  switch (typeof V) {
	case 'undefined': return UNDEFINED
	case 'boolean': return BOOLEAN
	case 'string': return STRING
	case 'symbol': return SYMBOL
	case 'number': return NUMBER
	case 'bigint': return BIGINT
	case 'function':
	case 'object': {
      if (V === null) {
		return NULL
      }

      return OBJECT
	}
  }
}

webidl.util.Types = {
  UNDEFINED,
  BOOLEAN,
  STRING,
  SYMBOL,
  NUMBER,
  BIGINT,
  NULL,
  OBJECT
}

webidl.util.TypeValueToString = function (o) {
  switch (webidl.util.Type(o)) {
	case UNDEFINED: return 'Undefined'
	case BOOLEAN: return 'Boolean'
	case STRING: return 'String'
	case SYMBOL: return 'Symbol'
	case NUMBER: return 'Number'
	case BIGINT: return 'BigInt'
	case NULL: return 'Null'
	case OBJECT: return 'Object'
  }
}

webidl.util.markAsUncloneable = markAsUncloneable

webidl.util.ConvertToInt = function (V, bitLength, signedness, flags) {
  let upperBound
  let lowerBound

  if (bitLength === 64) {
	upperBound = Math.pow(2, 53) - 1

	if (signedness === 'unsigned') {
      lowerBound = 0
	} else {
      lowerBound = Math.pow(-2, 53) + 1
	}
  } else if (signedness === 'unsigned') {

	lowerBound = 0

	upperBound = Math.pow(2, bitLength) - 1
  } else {

	lowerBound = -Math.pow(2, bitLength - 1)

	upperBound = Math.pow(2, bitLength - 1) - 1
  }

  let x = Number(V)

  if (x === 0) {
	x = 0
  }

  if (webidl.util.HasFlag(flags, webidl.attributes.EnforceRange)) {
	if (
      Number.isNaN(x) ||
      x === Number.POSITIVE_INFINITY ||
      x === Number.NEGATIVE_INFINITY
	) {
      throw webidl.errors.exception({
		header: 'Integer conversion',
		message: `Could not convert ${webidl.util.Stringify(V)} to an integer.`
      })
	}

	x = webidl.util.IntegerPart(x)

	if (x < lowerBound || x > upperBound) {
      throw webidl.errors.exception({
		header: 'Integer conversion',
		message: `Value must be between ${lowerBound}-${upperBound}, got ${x}.`
      })
	}

	return x
  }

  if (!Number.isNaN(x) && webidl.util.HasFlag(flags, webidl.attributes.Clamp)) {
	x = Math.min(Math.max(x, lowerBound), upperBound)

	if (Math.floor(x) % 2 === 0) {
      x = Math.floor(x)
	} else {
      x = Math.ceil(x)
	}

	return x
  }

  if (
	Number.isNaN(x) ||
	(x === 0 && Object.is(0, x)) ||
	x === Number.POSITIVE_INFINITY ||
	x === Number.NEGATIVE_INFINITY
  ) {
	return 0
  }

  x = webidl.util.IntegerPart(x)

  x = x % Math.pow(2, bitLength)

  if (signedness === 'signed' && x >= Math.pow(2, bitLength - 1)) {
	return x - Math.pow(2, bitLength)
  }

  return x
}

webidl.util.IntegerPart = function (n) {
  const r = Math.floor(Math.abs(n))

  if (n < 0) {
	return -1 * r
  }

  return r
}

webidl.util.Stringify = function (V) {
  const type = webidl.util.Type(V)

  switch (type) {
	case SYMBOL:
      return `Symbol(${V.description})`
	case OBJECT:
      return inspect(V)
	case STRING:
      return `"${V}"`
	case BIGINT:
      return `${V}n`
	default:
      return `${V}`
  }
}

webidl.util.IsResizableArrayBuffer = function (V) {
  if (types.isArrayBuffer(V)) {
	return V.resizable
  }

  if (types.isSharedArrayBuffer(V)) {
	return V.growable
  }

  throw webidl.errors.exception({
	header: 'IsResizableArrayBuffer',
	message: `"${webidl.util.Stringify(V)}" is not an array buffer.`
  })
}

webidl.util.HasFlag = function (flags, attributes) {
  return typeof flags === 'number' && (flags & attributes) === attributes
}

webidl.sequenceConverter = function (converter) {
  return (V, prefix, argument, Iterable) => {
	if (webidl.util.Type(V) !== OBJECT) {
      throw webidl.errors.exception({
		header: prefix,
		message: `${argument} (${webidl.util.Stringify(V)}) is not iterable.`
      })
	}

	const method = typeof Iterable === 'function' ? Iterable() : V?.[Symbol.iterator]?.()
	const seq = []
	let index = 0

	if (
      method === undefined ||
      typeof method.next !== 'function'
	) {
      throw webidl.errors.exception({
		header: prefix,
		message: `${argument} is not iterable.`
      })
	}

	while (true) {
      const { done, value } = method.next()

      if (done) {
		break
      }

      seq.push(converter(value, prefix, `${argument}[${index++}]`))
	}

	return seq
  }
}

webidl.recordConverter = function (keyConverter, valueConverter) {
  return (O, prefix, argument) => {
	if (webidl.util.Type(O) !== OBJECT) {
      throw webidl.errors.exception({
		header: prefix,
		message: `${argument} ("${webidl.util.TypeValueToString(O)}") is not an Object.`
      })
	}

	const result = {}

	if (!types.isProxy(O)) {
      const keys = [...Object.getOwnPropertyNames(O), ...Object.getOwnPropertySymbols(O)]

      for (const key of keys) {
		const keyName = webidl.util.Stringify(key)

		const typedKey = keyConverter(key, prefix, `Key ${keyName} in ${argument}`)

		const typedValue = valueConverter(O[key], prefix, `${argument}[${keyName}]`)

		result[typedKey] = typedValue
      }

      return result
	}

	const keys = Reflect.ownKeys(O)

	for (const key of keys) {
      const desc = Reflect.getOwnPropertyDescriptor(O, key)

      if (desc?.enumerable) {
		const typedKey = keyConverter(key, prefix, argument)

		const typedValue = valueConverter(O[key], prefix, argument)

		result[typedKey] = typedValue
      }
	}

	return result
  }
}

webidl.interfaceConverter = function (TypeCheck, name) {
  return (V, prefix, argument) => {
	if (!TypeCheck(V)) {
      throw webidl.errors.exception({
		header: prefix,
		message: `Expected ${argument} ("${webidl.util.Stringify(V)}") to be an instance of ${name}.`
      })
	}

	return V
  }
}

webidl.dictionaryConverter = function (converters) {
  converters.sort((a, b) => (a.key > b.key) - (a.key < b.key))

  return (dictionary, prefix, argument) => {
	const dict = {}

	if (dictionary != null && webidl.util.Type(dictionary) !== OBJECT) {
      throw webidl.errors.exception({
		header: prefix,
		message: `Expected ${dictionary} to be one of: Null, Undefined, Object.`
      })
	}

	for (const options of converters) {
      const { key, defaultValue, required, converter } = options

      if (required === true) {
		if (dictionary == null || !Object.hasOwn(dictionary, key)) {
          throw webidl.errors.exception({
			header: prefix,
			message: `Missing required key "${key}".`
          })
		}
      }

      let value = dictionary?.[key]
      const hasDefault = defaultValue !== undefined

      if (hasDefault && value === undefined) {
		value = defaultValue()
      }

      if (required || hasDefault || value !== undefined) {
		value = converter(value, prefix, `${argument}.${key}`)

		if (
          options.allowedValues &&
          !options.allowedValues.includes(value)
		) {
          throw webidl.errors.exception({
			header: prefix,
			message: `${value} is not an accepted type. Expected one of ${options.allowedValues.join(', ')}.`
          })
		}

		dict[key] = value
      }
	}

	return dict
  }
}

webidl.nullableConverter = function (converter) {
  return (V, prefix, argument) => {
	if (V === null) {
      return V
	}

	return converter(V, prefix, argument)
  }
}

webidl.is.USVString = function (value) {
  return (
	typeof value === 'string' &&
	value.isWellFormed()
  )
}

webidl.is.ReadableStream = webidl.util.MakeTypeAssertion(ReadableStream)
webidl.is.Blob = webidl.util.MakeTypeAssertion(Blob)
webidl.is.URLSearchParams = webidl.util.MakeTypeAssertion(URLSearchParams)
webidl.is.File = webidl.util.MakeTypeAssertion(File)
webidl.is.URL = webidl.util.MakeTypeAssertion(URL)
webidl.is.AbortSignal = webidl.util.MakeTypeAssertion(AbortSignal)
webidl.is.MessagePort = webidl.util.MakeTypeAssertion(MessagePort)

webidl.is.BufferSource = function (V) {
  return types.isArrayBuffer(V) || (
	ArrayBuffer.isView(V) &&
	types.isArrayBuffer(V.buffer)
  )
}

webidl.util.getCopyOfBytesHeldByBufferSource = function (bufferSource) {
  const jsBufferSource = bufferSource

  let jsArrayBuffer = jsBufferSource

  let offset = 0

  let length = 0

  if (types.isTypedArray(jsBufferSource) || types.isDataView(jsBufferSource)) {
	jsArrayBuffer = jsBufferSource.buffer

	offset = jsBufferSource.byteOffset

	length = jsBufferSource.byteLength
  } else {

	assert(types.isAnyArrayBuffer(jsBufferSource))

	length = jsBufferSource.byteLength
  }

  if (jsArrayBuffer.detached) {
	return new Uint8Array(0)
  }

  const bytes = new Uint8Array(length)

  const view = new Uint8Array(jsArrayBuffer, offset, length)
  bytes.set(view)

  return bytes
}

webidl.converters.DOMString = function (V, prefix, argument, flags) {
  if (V === null && webidl.util.HasFlag(flags, webidl.attributes.LegacyNullToEmptyString)) {
	return ''
  }

  if (typeof V === 'symbol') {
	throw webidl.errors.exception({
      header: prefix,
      message: `${argument} is a symbol, which cannot be converted to a DOMString.`
	})
  }

  return String(V)
}

webidl.converters.ByteString = function (V, prefix, argument) {
  if (typeof V === 'symbol') {
	throw webidl.errors.exception({
      header: prefix,
      message: `${argument} is a symbol, which cannot be converted to a ByteString.`
	})
  }

  const x = String(V)

  for (let index = 0; index < x.length; index++) {
	if (x.charCodeAt(index) > 255) {
      throw new TypeError(
		'Cannot convert argument to a ByteString because the character at ' +
		`index ${index} has a value of ${x.charCodeAt(index)} which is greater than 255.`
      )
	}
  }

  return x
}

webidl.converters.USVString = function (value) {
  if (typeof value === 'string') {
	return value.toWellFormed()
  }
  return `${value}`.toWellFormed()
}

webidl.converters.boolean = function (V) {
  const x = Boolean(V)

  return x
}

webidl.converters.any = function (V) {
  return V
}

webidl.converters['long long'] = function (V, prefix, argument) {
  const x = webidl.util.ConvertToInt(V, 64, 'signed', 0, prefix, argument)

  return x
}

webidl.converters['unsigned long long'] = function (V, prefix, argument) {
  const x = webidl.util.ConvertToInt(V, 64, 'unsigned', 0, prefix, argument)

  return x
}

webidl.converters['unsigned long'] = function (V, prefix, argument) {
  const x = webidl.util.ConvertToInt(V, 32, 'unsigned', 0, prefix, argument)

  return x
}

webidl.converters['unsigned short'] = function (V, prefix, argument, flags) {
  const x = webidl.util.ConvertToInt(V, 16, 'unsigned', flags, prefix, argument)

  return x
}

webidl.converters.ArrayBuffer = function (V, prefix, argument, flags) {
  if (
	webidl.util.Type(V) !== OBJECT ||
	!types.isArrayBuffer(V)
  ) {
	throw webidl.errors.conversionFailed({
      prefix,
      argument: `${argument} ("${webidl.util.Stringify(V)}")`,
      types: ['ArrayBuffer']
	})
  }

  if (!webidl.util.HasFlag(flags, webidl.attributes.AllowResizable) && webidl.util.IsResizableArrayBuffer(V)) {
	throw webidl.errors.exception({
      header: prefix,
      message: `${argument} cannot be a resizable ArrayBuffer.`
	})
  }

  return V
}

webidl.converters.SharedArrayBuffer = function (V, prefix, argument, flags) {
  if (
	webidl.util.Type(V) !== OBJECT ||
	!types.isSharedArrayBuffer(V)
  ) {
	throw webidl.errors.conversionFailed({
      prefix,
      argument: `${argument} ("${webidl.util.Stringify(V)}")`,
      types: ['SharedArrayBuffer']
	})
  }

  if (!webidl.util.HasFlag(flags, webidl.attributes.AllowResizable) && webidl.util.IsResizableArrayBuffer(V)) {
	throw webidl.errors.exception({
      header: prefix,
      message: `${argument} cannot be a resizable SharedArrayBuffer.`
	})
  }

  return V
}

webidl.converters.TypedArray = function (V, T, prefix, argument, flags) {

  if (
	webidl.util.Type(V) !== OBJECT ||
	!types.isTypedArray(V) ||
	V.constructor.name !== T.name
  ) {
	throw webidl.errors.conversionFailed({
      prefix,
      argument: `${argument} ("${webidl.util.Stringify(V)}")`,
      types: [T.name]
	})
  }

  if (!webidl.util.HasFlag(flags, webidl.attributes.AllowShared) && types.isSharedArrayBuffer(V.buffer)) {
	throw webidl.errors.exception({
      header: prefix,
      message: `${argument} cannot be a view on a shared array buffer.`
	})
  }

  if (!webidl.util.HasFlag(flags, webidl.attributes.AllowResizable) && webidl.util.IsResizableArrayBuffer(V.buffer)) {
	throw webidl.errors.exception({
      header: prefix,
      message: `${argument} cannot be a view on a resizable array buffer.`
	})
  }

  return V
}

webidl.converters.DataView = function (V, prefix, argument, flags) {
  if (webidl.util.Type(V) !== OBJECT || !types.isDataView(V)) {
	throw webidl.errors.conversionFailed({
      prefix,
      argument: `${argument} ("${webidl.util.Stringify(V)}")`,
      types: ['DataView']
	})
  }

  if (!webidl.util.HasFlag(flags, webidl.attributes.AllowShared) && types.isSharedArrayBuffer(V.buffer)) {
	throw webidl.errors.exception({
      header: prefix,
      message: `${argument} cannot be a view on a shared array buffer.`
	})
  }

  if (!webidl.util.HasFlag(flags, webidl.attributes.AllowResizable) && webidl.util.IsResizableArrayBuffer(V.buffer)) {
	throw webidl.errors.exception({
      header: prefix,
      message: `${argument} cannot be a view on a resizable array buffer.`
	})
  }

  return V
}

webidl.converters.ArrayBufferView = function (V, prefix, argument, flags) {
  if (
	webidl.util.Type(V) !== OBJECT ||
	!types.isArrayBufferView(V)
  ) {
	throw webidl.errors.conversionFailed({
      prefix,
      argument: `${argument} ("${webidl.util.Stringify(V)}")`,
      types: ['ArrayBufferView']
	})
  }

  if (!webidl.util.HasFlag(flags, webidl.attributes.AllowShared) && types.isSharedArrayBuffer(V.buffer)) {
	throw webidl.errors.exception({
      header: prefix,
      message: `${argument} cannot be a view on a shared array buffer.`
	})
  }

  if (!webidl.util.HasFlag(flags, webidl.attributes.AllowResizable) && webidl.util.IsResizableArrayBuffer(V.buffer)) {
	throw webidl.errors.exception({
      header: prefix,
      message: `${argument} cannot be a view on a resizable array buffer.`
	})
  }

  return V
}

webidl.converters.BufferSource = function (V, prefix, argument, flags) {
  if (types.isArrayBuffer(V)) {
	return webidl.converters.ArrayBuffer(V, prefix, argument, flags)
  }

  if (types.isArrayBufferView(V)) {
	flags &= ~webidl.attributes.AllowShared

	return webidl.converters.ArrayBufferView(V, prefix, argument, flags)
  }

  if (types.isSharedArrayBuffer(V)) {
	throw webidl.errors.exception({
      header: prefix,
      message: `${argument} cannot be a SharedArrayBuffer.`
	})
  }

  throw webidl.errors.conversionFailed({
	prefix,
	argument: `${argument} ("${webidl.util.Stringify(V)}")`,
	types: ['ArrayBuffer', 'ArrayBufferView']
  })
}

webidl.converters.AllowSharedBufferSource = function (V, prefix, argument, flags) {
  if (types.isArrayBuffer(V)) {
	return webidl.converters.ArrayBuffer(V, prefix, argument, flags)
  }

  if (types.isSharedArrayBuffer(V)) {
	return webidl.converters.SharedArrayBuffer(V, prefix, argument, flags)
  }

  if (types.isArrayBufferView(V)) {
	flags |= webidl.attributes.AllowShared
	return webidl.converters.ArrayBufferView(V, prefix, argument, flags)
  }

  throw webidl.errors.conversionFailed({
	prefix,
	argument: `${argument} ("${webidl.util.Stringify(V)}")`,
	types: ['ArrayBuffer', 'SharedArrayBuffer', 'ArrayBufferView']
  })
}

webidl.converters['sequence<ByteString>'] = webidl.sequenceConverter(
  webidl.converters.ByteString
)

webidl.converters['sequence<sequence<ByteString>>'] = webidl.sequenceConverter(
  webidl.converters['sequence<ByteString>']
)

webidl.converters['record<ByteString, ByteString>'] = webidl.recordConverter(
  webidl.converters.ByteString,
  webidl.converters.ByteString
)

webidl.converters.Blob = webidl.interfaceConverter(webidl.is.Blob, 'Blob')

webidl.converters.AbortSignal = webidl.interfaceConverter(
  webidl.is.AbortSignal,
  'AbortSignal'
)

webidl.converters.EventHandlerNonNull = function (V) {
  if (webidl.util.Type(V) !== OBJECT) {
	return null
  }

  if (typeof V === 'function') {
	return V
  }

  return () => {}
}

webidl.attributes = {
  Clamp: 1 << 0,
  EnforceRange: 1 << 1,
  AllowShared: 1 << 2,
  AllowResizable: 1 << 3,
  LegacyNullToEmptyString: 1 << 4
}

module.exports = {
  webidl
}


/***/ }),

/***/ 770:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(218);


/***/ }),

/***/ 218:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var net = __nccwpck_require__(9278);
var tls = __nccwpck_require__(4756);
var http = __nccwpck_require__(8611);
var https = __nccwpck_require__(5692);
var events = __nccwpck_require__(4434);
var assert = __nccwpck_require__(2613);
var util = __nccwpck_require__(9023);


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
	var options = toOptions(host, port, localAddress);
	for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
		self.requests.splice(i, 1);
		pending.request.onSocket(socket);
		return;
      }
	}
	socket.destroy();
	self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
	self.requests.push(options);
	return;
  }

  self.createSocket(options, function(socket) {
	socket.on('free', onFree);
	socket.on('close', onCloseOrRemove);
	socket.on('agentRemove', onCloseOrRemove);
	req.onSocket(socket);

	function onFree() {
      self.emit('free', socket, options);
	}

	function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
	}
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
	method: 'CONNECT',
	path: options.host + ':' + options.port,
	agent: false,
	headers: {
      host: options.host + ':' + options.port
	}
  });
  if (options.localAddress) {
	connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
	connectOptions.headers = connectOptions.headers || {};
	connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
		new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
	res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
	process.nextTick(function() {
      onConnect(res, socket, head);
	});
  }

  function onConnect(res, socket, head) {
	connectReq.removeAllListeners();
	socket.removeAllListeners();

	if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
		res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
		'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
	}
	if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
	}
	debug('tunneling connection has established');
	self.sockets[self.sockets.indexOf(placeholder)] = socket;
	return cb(socket);
  }

  function onError(cause) {
	connectReq.removeAllListeners();

	debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
	var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
	error.code = 'ECONNRESET';
	options.request.emit('error', error);
	self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
	return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
	this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
	});
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
	var hostHeader = options.request.getHeader('host');
	var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
	});

	var secureSocket = tls.connect(0, tlsOptions);
	self.sockets[self.sockets.indexOf(socket)] = secureSocket;
	cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
	return {
      host: host,
      port: port,
      localAddress: localAddress
	};
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
	var overrides = arguments[i];
	if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
		var k = keys[j];
		if (overrides[k] !== undefined) {
          target[k] = overrides[k];
		}
      }
	}
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
	var args = Array.prototype.slice.call(arguments);
	if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
	} else {
      args.unshift('TUNNEL:');
	}
	console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
exports.debug = debug; // for test


/***/ }),

/***/ 2613:
/***/ ((module) => {

module.exports = process.getBuiltinModule("assert");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = process.getBuiltinModule("events");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = process.getBuiltinModule("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = process.getBuiltinModule("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = process.getBuiltinModule("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:buffer");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:diagnostics_channel");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:events");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:http2");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:net");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:querystring");

/***/ }),

/***/ 99:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:sqlite");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:stream");

/***/ }),

/***/ 7830:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:stream/web");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:zlib");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = process.getBuiltinModule("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = process.getBuiltinModule("util");

/***/ })

/******/ });
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		id: moduleId,
/******/ 		loaded: false,
/******/ 		exports: {}
/******/ 	};
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 	// Flag the module as loaded
/******/ 	module.loaded = true;
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ /* webpack/runtime/node module decorator */
/******/ (() => {
/******/ 	__nccwpck_require__.nmd = (module) => {
/******/ 		module.paths = [];
/******/ 		if (!module.children) module.children = [];
/******/ 		return module;
/******/ 	};
/******/ })();
var __webpack_exports__ = {};

__nccwpck_require__.d(__webpack_exports__, {
  U: () => (/* binding */ loadLookUps),
  K: () => (/* binding */ openGithub)
});

;// external "fs"
const external_fs_namespaceObject = process.getBuiltinModule("fs");
;// external "os"
const external_os_namespaceObject = process.getBuiltinModule("os");
;// node_modules/@actions/github/lib/context.js


class Context {
	constructor() {
		var _a, _b, _c;
		this.payload = {};
		if (process.env.GITHUB_EVENT_PATH) {
			if ((0,external_fs_namespaceObject.existsSync)(process.env.GITHUB_EVENT_PATH)) {
				this.payload = JSON.parse((0,external_fs_namespaceObject.readFileSync)(process.env.GITHUB_EVENT_PATH, { encoding: 'utf8' }));
			}
			else {
				const path = process.env.GITHUB_EVENT_PATH;
				process.stdout.write(`GITHUB_EVENT_PATH ${path} does not exist${external_os_namespaceObject.EOL}`);
			}
		}
		this.eventName = process.env.GITHUB_EVENT_NAME;
		this.sha = process.env.GITHUB_SHA;
		this.ref = process.env.GITHUB_REF;
		this.workflow = process.env.GITHUB_WORKFLOW;
		this.action = process.env.GITHUB_ACTION;
		this.actor = process.env.GITHUB_ACTOR;
		this.job = process.env.GITHUB_JOB;
		this.runAttempt = parseInt(process.env.GITHUB_RUN_ATTEMPT, 10);
		this.runNumber = parseInt(process.env.GITHUB_RUN_NUMBER, 10);
		this.runId = parseInt(process.env.GITHUB_RUN_ID, 10);
		this.apiUrl = (_a = process.env.GITHUB_API_URL) !== null && _a !== void 0 ? _a : `https://api.github.com`;
		this.serverUrl = (_b = process.env.GITHUB_SERVER_URL) !== null && _b !== void 0 ? _b : `https://github.com`;
		this.graphqlUrl =
			(_c = process.env.GITHUB_GRAPHQL_URL) !== null && _c !== void 0 ? _c : `https://api.github.com/graphql`;
	}
	get issue() {
		const payload = this.payload;
		return Object.assign(Object.assign({}, this.repo), { number: (payload.issue || payload.pull_request || payload).number });
	}
	get repo() {
		if (process.env.GITHUB_REPOSITORY) {
			const [owner, repo] = process.env.GITHUB_REPOSITORY.split('/');
			return { owner, repo };
		}
		if (this.payload.repository) {
			return {
				owner: this.payload.repository.owner.login,
				repo: this.payload.repository.name
			};
		}
		throw new Error("context.repo requires a GITHUB_REPOSITORY environment variable like 'owner/repo'");
	}
}
var lib = __nccwpck_require__(1102);
var fetch = __nccwpck_require__(357);
;// node_modules/@actions/github/lib/internal/utils.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
	function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
	return new (P || (P = Promise))(function (resolve, reject) {
		function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
		function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
		function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};


function getAuthString(token, options) {
	if (!token && !options.auth) {
		throw new Error('Parameter token or opts.auth is required');
	}
	else if (token && options.auth) {
		throw new Error('Parameters token and opts.auth may not both be specified');
	}
	return typeof options.auth === 'string' ? options.auth : `token ${token}`;
}
function getProxyAgent(destinationUrl) {
	const hc = new lib.HttpClient();
	return hc.getAgent(destinationUrl);
}
function getProxyAgentDispatcher(destinationUrl) {
	const hc = new lib.HttpClient();
	return hc.getAgentDispatcher(destinationUrl);
}
function getProxyFetch(destinationUrl) {
	const httpDispatcher = getProxyAgentDispatcher(destinationUrl);
	const proxyFetch = (url, opts) => __awaiter(this, void 0, void 0, function* () {
		return (0,fetch.fetch)(url, Object.assign(Object.assign({}, opts), { dispatcher: httpDispatcher }));
	});
	return proxyFetch;
}
function getApiBaseUrl() {
	return process.env['GITHUB_API_URL'] || 'https://api.github.com';
}
function getUserAgentWithOrchestrationId(baseUserAgent) {
	var _a;
	const orchId = (_a = process.env['ACTIONS_ORCHESTRATION_ID']) === null || _a === void 0 ? void 0 : _a.trim();
	if (orchId) {
		const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
		const tag = `actions_orchestration_id/${sanitizedId}`;
		if (baseUserAgent === null || baseUserAgent === void 0 ? void 0 : baseUserAgent.includes(tag))
			return baseUserAgent;
		const ua = baseUserAgent ? `${baseUserAgent} ` : '';
		return `${ua}${tag}`;
	}
	return baseUserAgent;
}
;// ./node_modules/universal-user-agent/index.js
function getUserAgent() {
  if (typeof navigator === "object" && "userAgent" in navigator) {
	return navigator.userAgent;
  }

  if (typeof process === "object" && process.version !== undefined) {
	return `Node.js/${process.version.substr(1)} (${process.platform}; ${
      process.arch
	})`;
  }

  return "<environment undetectable>";
}

;// ./node_modules/before-after-hook/lib/register.js

function register(state, name, method, options) {
  if (typeof method !== "function") {
	throw new Error("method for before hook must be a function");
  }

  if (!options) {
	options = {};
  }

  if (Array.isArray(name)) {
	return name.reverse().reduce((callback, name) => {
      return register.bind(null, state, name, callback, options);
	}, method)();
  }

  return Promise.resolve().then(() => {
	if (!state.registry[name]) {
      return method(options);
	}

	return state.registry[name].reduce((method, registered) => {
      return registered.hook.bind(null, method, options);
	}, method)();
  });
}

;// ./node_modules/before-after-hook/lib/add.js

function addHook(state, kind, name, hook) {
  const orig = hook;
  if (!state.registry[name]) {
	state.registry[name] = [];
  }

  if (kind === "before") {
	hook = (method, options) => {
      return Promise.resolve()
		.then(orig.bind(null, options))
		.then(method.bind(null, options));
	};
  }

  if (kind === "after") {
	hook = (method, options) => {
      let result;
      return Promise.resolve()
		.then(method.bind(null, options))
		.then((result_) => {
          result = result_;
          return orig(result, options);
		})
		.then(() => {
          return result;
		});
	};
  }

  if (kind === "error") {
	hook = (method, options) => {
      return Promise.resolve()
		.then(method.bind(null, options))
		.catch((error) => {
          return orig(error, options);
		});
	};
  }

  state.registry[name].push({
	hook: hook,
	orig: orig,
  });
}

;// ./node_modules/before-after-hook/lib/remove.js

function removeHook(state, name, method) {
  if (!state.registry[name]) {
	return;
  }

  const index = state.registry[name]
	.map((registered) => {
      return registered.orig;
	})
	.indexOf(method);

  if (index === -1) {
	return;
  }

  state.registry[name].splice(index, 1);
}

;// ./node_modules/before-after-hook/index.js





const bind = Function.bind;
const bindable = bind.bind(bind);

function bindApi(hook, state, name) {
  const removeHookRef = bindable(removeHook, null).apply(
	null,
	name ? [state, name] : [state]
  );
  hook.api = { remove: removeHookRef };
  hook.remove = removeHookRef;
  ["before", "error", "after", "wrap"].forEach((kind) => {
	const args = name ? [state, kind, name] : [state, kind];
	hook[kind] = hook.api[kind] = bindable(addHook, null).apply(null, args);
  });
}

function Singular() {
  const singularHookName = Symbol("Singular");
  const singularHookState = {
	registry: {},
  };
  const singularHook = register.bind(null, singularHookState, singularHookName);
  bindApi(singularHook, singularHookState, singularHookName);
  return singularHook;
}

function Collection() {
  const state = {
	registry: {},
  };

  const hook = register.bind(null, state);
  bindApi(hook, state);

  return hook;
}

/* harmony default export */ const before_after_hook = ({ Singular, Collection });

;// ./node_modules/@octokit/endpoint/dist-bundle/index.js


var VERSION = "0.0.0-development";

var userAgent = `octokit-endpoint.js/${VERSION} ${getUserAgent()}`;
var DEFAULTS = {
  method: "GET",
  baseUrl: "https://api.github.com",
  headers: {
	accept: "application/vnd.github.v3+json",
	"user-agent": userAgent
  },
  mediaType: {
	format: ""
  }
};

function lowercaseKeys(object) {
  if (!object) {
	return {};
  }
  return Object.keys(object).reduce((newObj, key) => {
	newObj[key.toLowerCase()] = object[key];
	return newObj;
  }, {});
}

function isPlainObject(value) {
  if (typeof value !== "object" || value === null) return false;
  if (Object.prototype.toString.call(value) !== "[object Object]") return false;
  const proto = Object.getPrototypeOf(value);
  if (proto === null) return true;
  const Ctor = Object.prototype.hasOwnProperty.call(proto, "constructor") && proto.constructor;
  return typeof Ctor === "function" && Ctor instanceof Ctor && Function.prototype.call(Ctor) === Function.prototype.call(value);
}

function mergeDeep(defaults, options) {
  const result = Object.assign({}, defaults);
  Object.keys(options).forEach((key) => {
	if (isPlainObject(options[key])) {
      if (!(key in defaults)) Object.assign(result, { [key]: options[key] });
      else result[key] = mergeDeep(defaults[key], options[key]);
	} else {
      Object.assign(result, { [key]: options[key] });
	}
  });
  return result;
}

function removeUndefinedProperties(obj) {
  for (const key in obj) {
	if (obj[key] === void 0) {
      delete obj[key];
	}
  }
  return obj;
}

function merge(defaults, route, options) {
  if (typeof route === "string") {
	let [method, url] = route.split(" ");
	options = Object.assign(url ? { method, url } : { url: method }, options);
  } else {
	options = Object.assign({}, route);
  }
  options.headers = lowercaseKeys(options.headers);
  removeUndefinedProperties(options);
  removeUndefinedProperties(options.headers);
  const mergedOptions = mergeDeep(defaults || {}, options);
  if (options.url === "/graphql") {
	if (defaults && defaults.mediaType.previews?.length) {
      mergedOptions.mediaType.previews = defaults.mediaType.previews.filter(
		(preview) => !mergedOptions.mediaType.previews.includes(preview)
      ).concat(mergedOptions.mediaType.previews);
	}
	mergedOptions.mediaType.previews = (mergedOptions.mediaType.previews || []).map((preview) => preview.replace(/-preview/, ""));
  }
  return mergedOptions;
}

function addQueryParameters(url, parameters) {
  const separator = /\?/.test(url) ? "&" : "?";
  const names = Object.keys(parameters);
  if (names.length === 0) {
	return url;
  }
  return url + separator + names.map((name) => {
	if (name === "q") {
      return "q=" + parameters.q.split("+").map(encodeURIComponent).join("+");
	}
	return `${name}=${encodeURIComponent(parameters[name])}`;
  }).join("&");
}

var urlVariableRegex = /\{[^{}}]+\}/g;
function removeNonChars(variableName) {
  return variableName.replace(/(?:^\W+)|(?:(?<!\W)\W+$)/g, "").split(/,/);
}
function extractUrlVariableNames(url) {
  const matches = url.match(urlVariableRegex);
  if (!matches) {
	return [];
  }
  return matches.map(removeNonChars).reduce((a, b) => a.concat(b), []);
}

function omit(object, keysToOmit) {
  const result = { __proto__: null };
  for (const key of Object.keys(object)) {
	if (keysToOmit.indexOf(key) === -1) {
      result[key] = object[key];
	}
  }
  return result;
}

function encodeReserved(str) {
  return str.split(/(%[0-9A-Fa-f]{2})/g).map(function(part) {
	if (!/%[0-9A-Fa-f]/.test(part)) {
      part = encodeURI(part).replace(/%5B/g, "[").replace(/%5D/g, "]");
	}
	return part;
  }).join("");
}
function encodeUnreserved(str) {
  return encodeURIComponent(str).replace(/[!'()*]/g, function(c) {
	return "%" + c.charCodeAt(0).toString(16).toUpperCase();
  });
}
function encodeValue(operator, value, key) {
  value = operator === "+" || operator === "#" ? encodeReserved(value) : encodeUnreserved(value);
  if (key) {
	return encodeUnreserved(key) + "=" + value;
  } else {
	return value;
  }
}
function isDefined(value) {
  return value !== void 0 && value !== null;
}
function isKeyOperator(operator) {
  return operator === ";" || operator === "&" || operator === "?";
}
function getValues(context, operator, key, modifier) {
  var value = context[key], result = [];
  if (isDefined(value) && value !== "") {
	if (typeof value === "string" || typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
      value = value.toString();
      if (modifier && modifier !== "*") {
		value = value.substring(0, parseInt(modifier, 10));
      }
      result.push(
		encodeValue(operator, value, isKeyOperator(operator) ? key : "")
      );
	} else {
      if (modifier === "*") {
		if (Array.isArray(value)) {
          value.filter(isDefined).forEach(function(value2) {
			result.push(
              encodeValue(operator, value2, isKeyOperator(operator) ? key : "")
			);
          });
		} else {
          Object.keys(value).forEach(function(k) {
			if (isDefined(value[k])) {
              result.push(encodeValue(operator, value[k], k));
			}
          });
		}
      } else {
		const tmp = [];
		if (Array.isArray(value)) {
          value.filter(isDefined).forEach(function(value2) {
			tmp.push(encodeValue(operator, value2));
          });
		} else {
          Object.keys(value).forEach(function(k) {
			if (isDefined(value[k])) {
              tmp.push(encodeUnreserved(k));
              tmp.push(encodeValue(operator, value[k].toString()));
			}
          });
		}
		if (isKeyOperator(operator)) {
          result.push(encodeUnreserved(key) + "=" + tmp.join(","));
		} else if (tmp.length !== 0) {
          result.push(tmp.join(","));
		}
      }
	}
  } else {
	if (operator === ";") {
      if (isDefined(value)) {
		result.push(encodeUnreserved(key));
      }
	} else if (value === "" && (operator === "&" || operator === "?")) {
      result.push(encodeUnreserved(key) + "=");
	} else if (value === "") {
      result.push("");
	}
  }
  return result;
}
function parseUrl(template) {
  return {
	expand: expand.bind(null, template)
  };
}
function expand(template, context) {
  var operators = ["+", "#", ".", "/", ";", "?", "&"];
  template = template.replace(
	/\{([^\{\}]+)\}|([^\{\}]+)/g,
	function(_, expression, literal) {
      if (expression) {
		let operator = "";
		const values = [];
		if (operators.indexOf(expression.charAt(0)) !== -1) {
          operator = expression.charAt(0);
          expression = expression.substr(1);
		}
		expression.split(/,/g).forEach(function(variable) {
          var tmp = /([^:\*]*)(?::(\d+)|(\*))?/.exec(variable);
          values.push(getValues(context, operator, tmp[1], tmp[2] || tmp[3]));
		});
		if (operator && operator !== "+") {
          var separator = ",";
          if (operator === "?") {
			separator = "&";
          } else if (operator !== "#") {
			separator = operator;
          }
          return (values.length !== 0 ? operator : "") + values.join(separator);
		} else {
          return values.join(",");
		}
      } else {
		return encodeReserved(literal);
      }
	}
  );
  if (template === "/") {
	return template;
  } else {
	return template.replace(/\/$/, "");
  }
}

function parse(options) {
  let method = options.method.toUpperCase();
  let url = (options.url || "/").replace(/:([a-z]\w+)/g, "{$1}");
  let headers = Object.assign({}, options.headers);
  let body;
  let parameters = omit(options, [
	"method",
	"baseUrl",
	"url",
	"headers",
	"request",
	"mediaType"
  ]);
  const urlVariableNames = extractUrlVariableNames(url);
  url = parseUrl(url).expand(parameters);
  if (!/^http/.test(url)) {
	url = options.baseUrl + url;
  }
  const omittedParameters = Object.keys(options).filter((option) => urlVariableNames.includes(option)).concat("baseUrl");
  const remainingParameters = omit(parameters, omittedParameters);
  const isBinaryRequest = /application\/octet-stream/i.test(headers.accept);
  if (!isBinaryRequest) {
	if (options.mediaType.format) {
      headers.accept = headers.accept.split(/,/).map(
		(format) => format.replace(
          /application\/vnd(\.\w+)(\.v3)?(\.\w+)?(\+json)?$/,
          `application/vnd$1$2.${options.mediaType.format}`
		)
      ).join(",");
	}
	if (url.endsWith("/graphql")) {
      if (options.mediaType.previews?.length) {
		const previewsFromAcceptHeader = headers.accept.match(/(?<![\w-])[\w-]+(?=-preview)/g) || [];
		headers.accept = previewsFromAcceptHeader.concat(options.mediaType.previews).map((preview) => {
          const format = options.mediaType.format ? `.${options.mediaType.format}` : "+json";
          return `application/vnd.github.${preview}-preview${format}`;
		}).join(",");
      }
	}
  }
  if (["GET", "HEAD"].includes(method)) {
	url = addQueryParameters(url, remainingParameters);
  } else {
	if ("data" in remainingParameters) {
      body = remainingParameters.data;
	} else {
      if (Object.keys(remainingParameters).length) {
		body = remainingParameters;
      }
	}
  }
  if (!headers["content-type"] && typeof body !== "undefined") {
	headers["content-type"] = "application/json; charset=utf-8";
  }
  if (["PATCH", "PUT"].includes(method) && typeof body === "undefined") {
	body = "";
  }
  return Object.assign(
	{ method, url, headers },
	typeof body !== "undefined" ? { body } : null,
	options.request ? { request: options.request } : null
  );
}

function endpointWithDefaults(defaults, route, options) {
  return parse(merge(defaults, route, options));
}

function withDefaults(oldDefaults, newDefaults) {
  const DEFAULTS2 = merge(oldDefaults, newDefaults);
  const endpoint2 = endpointWithDefaults.bind(null, DEFAULTS2);
  return Object.assign(endpoint2, {
	DEFAULTS: DEFAULTS2,
	defaults: withDefaults.bind(null, DEFAULTS2),
	merge: merge.bind(null, DEFAULTS2),
	parse
  });
}

var endpoint = withDefaults(null, DEFAULTS);


;// ./node_modules/content-type/dist/index.js
const SP = 32; // " "
const HTAB = 9; // "\t"
const SEMI = 59; // ";"
const EQ = 61; // "="
const DQUOTE = 34; // '"'
const BSLASH = 92; // "\\"
const COMMA = 44; // ","
const LOWER_CASE = 1;
const OWS = 2;
const SEMI_FLAG = 4;
const COMMA_FLAG = 8;
const TOKEN_FLAG = 16;
const NON_ASCII = 0xff00;
const CASE_FLAGS = LOWER_CASE | NON_ASCII;
const CHAR_MAP = new Uint8Array(0x100);
CHAR_MAP[HTAB] |= OWS;
CHAR_MAP[SP] |= OWS;
CHAR_MAP[SEMI] |= SEMI_FLAG;
CHAR_MAP[COMMA] |= COMMA_FLAG;
for (let code = 0x80 /* non-ASCII */; code <= 0xff; code++) {
	CHAR_MAP[code] |= LOWER_CASE;
}
for (const char of "!#$%&'*+-.^_`|~") {
	CHAR_MAP[char.charCodeAt(0)] |= TOKEN_FLAG;
}
for (let code = 0x30 /* 0 */; code <= 0x39 /* 9 */; code++) {
	CHAR_MAP[code] |= TOKEN_FLAG;
}
for (let code = 0x41 /* A */; code <= 0x5a /* Z */; code++) {
	CHAR_MAP[code] |= LOWER_CASE | TOKEN_FLAG;
}
for (let code = 0x61 /* a */; code <= 0x7a /* z */; code++) {
	CHAR_MAP[code] |= TOKEN_FLAG;
}
const NullObject = /* @__PURE__ */ (() => {
	const C = function () { };
	C.prototype = Object.create(null);
	return C;
})();
function isTypeValid(type, start = 0, end = type.length) {
	let hasSlash = false;
	for (let index = start; index < end; index++) {
		const code = type.charCodeAt(index);
		if (code === 47 /* / */) {
			if (hasSlash || index === start || index >= end - 1)
				return false;
			hasSlash = true;
		}
		else if (!isTokenCode(code)) {
			return false;
		}
	}
	return hasSlash;
}
function isTokenValid(token, start = 0, end = token.length) {
	if (start >= end)
		return false;
	for (let index = start; index < end; index++) {
		if (!isTokenCode(token.charCodeAt(index)))
			return false;
	}
	return true;
}
function isTokenCode(code) {
	return (CHAR_MAP[code] & TOKEN_FLAG) !== 0;
}
function parameterValue(str) {
	const len = str.length;
	if (len === 0)
		return '""';
	let index = 0;
	while (index < len && isTokenCode(str.charCodeAt(index)))
		index++;
	if (index === len)
		return str;
	let result = '"';
	let start = 0;
	while (index < len) {
		const code = str.charCodeAt(index);
		if (code !== HTAB && (code < SP || code === 127 || code > 255)) {
			throw new TypeError(`Invalid parameter value: ${str}`);
		}
		if (code === 34 /* " */ || code === 92 /* \\ */) {
			result += `${str.slice(start, index)}\\`;
			start = index;
		}
		index++;
	}
	return `${result}${str.slice(start)}"`;
}
function format(obj) {
	const { type, parameters } = obj;
	if (!type || !isTypeValid(type)) {
		throw new TypeError(`Invalid type: ${type}`);
	}
	let result = type;
	if (parameters) {
		for (const param of Object.keys(parameters)) {
			if (!isTokenValid(param)) {
				throw new TypeError(`Invalid parameter name: ${param}`);
			}
			result += `; ${param}=${parameterValue(parameters[param])}`;
		}
	}
	return result;
}
function dist_parse(header, options) {
	const stopFlags = SEMI_FLAG | (options?.comma === true ? COMMA_FLAG : 0);
	const len = header.length;
	let valueStart = options?.start ?? 0;
	while ((CHAR_MAP[header.charCodeAt(valueStart)] & OWS) !== 0) {
		valueStart++;
	}
	let index = valueStart;
	let typeFlags = 0;
	let whitespace = -1;
	let stop = options?.parameters === false ? COMMA_FLAG : 0;
	while (index < len) {
		const code = header.charCodeAt(index);
		const flags = CHAR_MAP[code];
		if ((flags & stopFlags) !== 0) {
			stop |= flags & COMMA_FLAG;
			break;
		}
		if ((flags & OWS) !== 0) {
			if (whitespace === -1)
				whitespace = index;
		}
		else {
			whitespace = -1;
		}
		typeFlags |= (code & NON_ASCII) | flags;
		index++;
	}
	const valueEnd = whitespace === -1 ? index : whitespace;
	const value = header.slice(valueStart, valueEnd);
	const type = (typeFlags & CASE_FLAGS) === 0 ? value : value.toLowerCase();
	if (index === len || stop !== 0) {
		return { type, index, parameters: new NullObject() };
	}
	return parseParameters(header, type, index, len, stopFlags);
}
function parseParameters(header, type, index, len, stopFlags) {
	const parameters = new NullObject();
	parameter: while (index < len) {
		index++; // Skip over ;
		while ((CHAR_MAP[header.charCodeAt(index)] & OWS) !== 0) {
			index++;
		}
		const keyStart = index;
		let keyFlags = 0;
		let keyWhitespace = -1;
		while (index < len) {
			const code = header.charCodeAt(index);
			const flags = CHAR_MAP[code];
			if ((flags & stopFlags) !== 0) {
				if ((flags & COMMA_FLAG) !== 0)
					break parameter;
				continue parameter;
			}
			if (code === EQ) {
				const keyEnd = keyWhitespace === -1 ? index : keyWhitespace;
				const value = header.slice(keyStart, keyEnd);
				const key = (keyFlags & CASE_FLAGS) === 0 ? value : value.toLowerCase();
				index++;
				while ((CHAR_MAP[header.charCodeAt(index)] & OWS) !== 0) {
					index++;
				}
				if (index < len && header.charCodeAt(index) === DQUOTE) {
					const quotedStart = ++index;
					let escaped = false;
					while (index < len) {
						const code = header.charCodeAt(index);
						if (code === DQUOTE) {
							if (parameters[key] === undefined) {
								parameters[key] = escaped
									? unescapeQuotedPairs(header, quotedStart, index)
									: header.slice(quotedStart, index);
							}
							index++;
							let stop = 0;
							while (index < len) {
								const code = header.charCodeAt(index);
								const flags = CHAR_MAP[code];
								if ((flags & stopFlags) !== 0) {
									stop = flags & COMMA_FLAG;
									break;
								}
								index++;
							}
							if (stop !== 0)
								break parameter;
							continue parameter;
						}
						if (code === BSLASH && index + 1 < len) {
							escaped = true;
							index += 2;
							continue;
						}
						index++;
					}
					continue parameter;
				}
				const valueStart = index;
				let stop = 0;
				let valueWhitespace = -1;
				while (index < len) {
					const code = header.charCodeAt(index);
					const flags = CHAR_MAP[code];
					if ((flags & stopFlags) !== 0) {
						stop = flags & COMMA_FLAG;
						break;
					}
					if ((flags & OWS) !== 0) {
						if (valueWhitespace === -1)
							valueWhitespace = index;
					}
					else {
						valueWhitespace = -1;
					}
					index++;
				}
				if (parameters[key] === undefined) {
					const valueEnd = valueWhitespace === -1 ? index : valueWhitespace;
					parameters[key] = header.slice(valueStart, valueEnd);
				}
				if (stop !== 0)
					break parameter;
				continue parameter;
			}
			if ((flags & OWS) !== 0) {
				if (keyWhitespace === -1)
					keyWhitespace = index;
			}
			else {
				keyWhitespace = -1;
			}
			keyFlags |= (code & NON_ASCII) | flags;
			index++;
		}
	}
	return { type, index, parameters };
}
function unescapeQuotedPairs(str, start, end) {
	let result = "";
	for (let index = start; index < end; index++) {
		if (str.charCodeAt(index) === BSLASH) {
			result += str.slice(start, index);
			start = ++index;
		}
	}
	return result + str.slice(start, end);
}
;// ./node_modules/json-with-bigint/json-with-bigint.js
const intRegex = /^-?\d+$/;
const noiseValue = /^-?\d+n+$/; // Noise - strings that match the custom format before being converted to it
const originalStringify = JSON.stringify;
const originalParse = JSON.parse;
const customFormat = /^-?\d+n$/;

const bigIntsStringify = /([\[:])?"(-?\d+)n"($|\s*[,\}\]])/g;
const noiseStringify = /([\[:])?("-?\d+n+)n("$|"\s*[,\}\]])/g;


const isUnstringifiable = (val) =>
  val === undefined || typeof val === "function" || typeof val === "symbol";

const isRawJSON = (val) =>
  val !== null &&
  typeof val === "object" &&
  val.constructor &&
  val.constructor.name === "RawJSON";

const stringifyIteratively = (rootValue, replacer, spaceParam) => {
  let space = "";

  if (typeof spaceParam === "number") {
	space = " ".repeat(Math.min(10, Math.max(0, Math.floor(spaceParam))));
  } else if (typeof spaceParam === "string") {
	space = spaceParam.slice(0, 10);
  }

  const isFunctionReplacer = typeof replacer === "function";
  const propertyList = Array.isArray(replacer)
	? new Set(replacer.map(String))
	: null;

  const prepareVal = (parent, key, val) => {
	const isObject = val !== null && typeof val === "object";
	const hasToJSON = isObject && typeof val.toJSON === "function";

	if (hasToJSON) {
      val = val.toJSON(key);
	}

	const isNoise = typeof val === "string" && noiseValue.test(val);

	if (isNoise) return val + "n";

	const isBigInt = typeof val === "bigint";

	if (isBigInt) {
      const supportsRawJSON = "rawJSON" in JSON;

      if (supportsRawJSON) return JSON.rawJSON(val.toString());

      return val.toString() + "n";
	}

	if (isFunctionReplacer) {
      val = replacer.call(parent, key, val);
	}

	const isPostReplacerObject = val !== null && typeof val === "object";

	if (isPostReplacerObject) {
      const isPrimitiveWrapper =
		val instanceof Number ||
		val instanceof String ||
		val instanceof Boolean;

      if (isPrimitiveWrapper) {
		val = val.valueOf();
      }
	}

	return val;
  };

  const rootProcessed = prepareVal({ "": rootValue }, "", rootValue);

  if (isUnstringifiable(rootProcessed)) {
	return undefined;
  }

  const isRootPrimitive =
	rootProcessed === null || typeof rootProcessed !== "object";
  const isRootNativeRawJSON = isRawJSON(rootProcessed);

  if (isRootPrimitive || isRootNativeRawJSON) {
	return originalStringify(rootProcessed);
  }

  const chunks = [];
  let level = 0;

  const stack = [
	{
      parent: { "": rootProcessed },
      key: "",
      val: rootProcessed,
      isArray: Array.isArray(rootProcessed),
      keys: Array.isArray(rootProcessed) ? null : Object.keys(rootProcessed),
      index: 0,
      first: true,
	},
  ];

  const visited = new WeakSet([rootProcessed]);

  while (stack.length > 0) {
	const node = stack[stack.length - 1];

	if (node.index === 0) {
      chunks.push(node.isArray ? "[" : "{");
      level++;
	}

	let isDone = false;

	if (node.isArray) {
      if (node.index < node.val.length) {
		if (!node.first) chunks.push(",");

		if (space) chunks.push("\n" + space.repeat(level));

		const childRaw = node.val[node.index];
		const childVal = prepareVal(node.val, String(node.index), childRaw);

		if (isUnstringifiable(childVal)) {
          chunks.push("null");
          node.first = false;
          node.index++;
		} else {
          const isComplexObject =
			childVal !== null && typeof childVal === "object";
          const isNativeRaw = isRawJSON(childVal);

          if (isComplexObject && !isNativeRaw) {
			if (visited.has(childVal)) {
              throw new TypeError("Converting circular structure to JSON");
			}

			visited.add(childVal);

			stack.push({
              parent: node.val,
              key: String(node.index),
              val: childVal,
              isArray: Array.isArray(childVal),
              keys: Array.isArray(childVal) ? null : Object.keys(childVal),
              index: 0,
              first: true,
			});

			node.first = false;
			node.index++;
          } else {
			chunks.push(originalStringify(childVal));
			node.first = false;
			node.index++;
          }
		}
      } else {
		isDone = true;
      }
	} else {
      while (node.index < node.keys.length) {
		const k = node.keys[node.index++];

		const isFilteredOutByArray = propertyList && !propertyList.has(k);

		if (isFilteredOutByArray) continue;

		const childRaw = node.val[k];
		const childVal = prepareVal(node.val, k, childRaw);

		if (isUnstringifiable(childVal)) continue;

		if (!node.first) chunks.push(",");

		if (space) {
          chunks.push("\n" + space.repeat(level) + originalStringify(k) + ": ");
		} else {
          chunks.push(originalStringify(k) + ":");
		}

		const isComplexObject =
          childVal !== null && typeof childVal === "object";
		const isNativeRaw = isRawJSON(childVal);

		if (isComplexObject && !isNativeRaw) {
          if (visited.has(childVal)) {
			throw new TypeError("Converting circular structure to JSON");
          }

          visited.add(childVal);

          stack.push({
			parent: node.val,
			key: k,
			val: childVal,
			isArray: Array.isArray(childVal),
			keys: Array.isArray(childVal) ? null : Object.keys(childVal),
			index: 0,
			first: true,
          });

          node.first = false;

          break; // Stop current loop level to process the newly pushed stack node
		} else {
          chunks.push(originalStringify(childVal));
          node.first = false;
		}
      }

      const isNodeFullyProcessed =
		node.index >= node.keys.length && stack[stack.length - 1] === node;

      if (isNodeFullyProcessed) {
		isDone = true;
      }
	}

	if (isDone) {
      level--;

      if (!node.first && space) chunks.push("\n" + space.repeat(level));

      chunks.push(node.isArray ? "]" : "}");
      visited.delete(node.val);
      stack.pop();
	}
  }

  return chunks.join("");
};

const JSONStringify = (value, replacer, space) => {
  try {
	const supportsRawJSON = "rawJSON" in JSON;

	if (supportsRawJSON) {
      return originalStringify(
		value,
		(key, val) => {
          if (typeof val === "bigint") return JSON.rawJSON(val.toString());

          const hasFunctionReplacer = typeof replacer === "function";

          if (hasFunctionReplacer) return replacer(key, val);

          const isKeyInArrayReplacer =
			Array.isArray(replacer) && replacer.includes(key);

          if (isKeyInArrayReplacer) return val;

          return val;
		},
		space,
      );
	}

	if (!value) return originalStringify(value, replacer, space);

	const convertedToCustomJSON = originalStringify(
      value,
      (key, val) => {
		const isNoise = typeof val === "string" && noiseValue.test(val);

		if (isNoise) return val.toString() + "n"; // Mark noise values with additional "n" to offset the deletion of one "n" during the processing

		if (typeof val === "bigint") return val.toString() + "n";

		const hasFunctionReplacer = typeof replacer === "function";

		if (hasFunctionReplacer) return replacer(key, val);

		const isKeyInArrayReplacer =
          Array.isArray(replacer) && replacer.includes(key);

		if (isKeyInArrayReplacer) return val;

		return val;
      },
      space,
	);

	const processedJSON = convertedToCustomJSON.replace(
      bigIntsStringify,
      "$1$2$3",
	); // Delete one "n" off the end of every BigInt value

	const denoisedJSON = processedJSON.replace(noiseStringify, "$1$2$3"); // Remove one "n" off the end of every noisy string

	return denoisedJSON;
  } catch (error) {
	if (error instanceof RangeError) {
      const convertedJSON = stringifyIteratively(value, replacer, space);

      if (convertedJSON === undefined) return undefined;

      const supportsRawJSON = "rawJSON" in JSON;

      if (supportsRawJSON) return convertedJSON;

      const processedJSON = convertedJSON.replace(bigIntsStringify, "$1$2$3");

      return processedJSON.replace(noiseStringify, "$1$2$3");
	}

	throw error;
  }
};

const featureCache = new Map();

const isContextSourceSupported = () => {
  const parseFingerprint = JSON.parse.toString();

  if (featureCache.has(parseFingerprint)) {
	return featureCache.get(parseFingerprint);
  }

  try {
	const result = JSON.parse(
      "1",
      (_, __, context) => !!context?.source && context.source === "1",
	);
	featureCache.set(parseFingerprint, result);

	return result;
  } catch {
	featureCache.set(parseFingerprint, false);

	return false;
  }
};

const convertMarkedBigIntsReviver = (key, value, context, userReviver) => {
  const isCustomFormatBigInt =
	typeof value === "string" && customFormat.test(value);

  if (isCustomFormatBigInt) return BigInt(value.slice(0, -1));

  const isNoiseValue = typeof value === "string" && noiseValue.test(value);
  if (isNoiseValue) return value.slice(0, -1);

  const hasUserReviver = typeof userReviver === "function";

  if (!hasUserReviver) return value;

  return userReviver(key, value, context);
};

const JSONParseV2 = (text, reviver) => {
  return JSON.parse(text, (key, value, context) => {
	const isNumber = typeof value === "number";
	const isOutOfBounds =
      value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER;
	const isBigNumber = isNumber && isOutOfBounds;
	const isInt = context && intRegex.test(context.source);
	const isBigInt = isBigNumber && isInt;

	if (isBigInt) return BigInt(context.source);

	const hasCustomReviver = typeof reviver === "function";

	if (!hasCustomReviver) return value;

	return reviver(key, value, context);
  });
};

const MAX_INT = Number.MAX_SAFE_INTEGER.toString();
const MAX_DIGITS = MAX_INT.length;
const stringsOrLargeNumbers =
  /"(?:[^"\\]|\\.)*"|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/g;
const noiseValueWithQuotes = /^"-?\d+n+"$/; // Noise - strings that match the custom format before being converted to it

const applyReviverIteratively = (parsed, userReviver) => {
  const rootHolder = { "": parsed };
  const stack = [{ parent: rootHolder, key: "", visited: false }];

  while (stack.length > 0) {
	const node = stack[stack.length - 1];

	if (!node.visited) {
      node.visited = true;

      const value = node.parent[node.key];
      const isComplexObject = value !== null && typeof value === "object";

      if (isComplexObject) {
		const keys = Object.keys(value);

		for (let i = keys.length - 1; i >= 0; i--) {
          stack.push({ parent: value, key: keys[i], visited: false });
		}
      }
	} else {
      const { parent, key } = node;
      let value = parent[key];

      if (typeof value === "string") {
		const isCustomFormatBigInt = customFormat.test(value);

		if (isCustomFormatBigInt) {
          value = BigInt(value.slice(0, -1));
		} else {
          const isNoise = noiseValue.test(value);

          if (isNoise) value = value.slice(0, -1);
		}
      }

      const hasUserReviver = typeof userReviver === "function";

      if (hasUserReviver) {
		value = userReviver.call(parent, key, value);
      }

      const isDeleted = value === undefined;

      if (isDeleted) {
		delete parent[key];
      } else {
		parent[key] = value;
      }

      stack.pop();
	}
  }

  return rootHolder[""];
};

const serializeBigInts = (text) => {
  return text.replace(
	stringsOrLargeNumbers,
	(match, digits, fractional, exponential) => {
      const isString = match[0] === '"';
      const isNoise = isString && noiseValueWithQuotes.test(match);

      if (isNoise) return match.substring(0, match.length - 1) + 'n"'; // Mark noise values with additional "n" to offset the deletion of one "n" during the processing

      const hasFractionalOrExponential = fractional || exponential;

      const isLessThanMaxSafeInt =
		digits &&
		(digits.length < MAX_DIGITS ||
          (digits.length === MAX_DIGITS && digits <= MAX_INT));

      const isStandardValue =
		isString || hasFractionalOrExponential || isLessThanMaxSafeInt;

      if (isStandardValue) return match;

      return '"' + match + 'n"';
	},
  );
};

const JSONParse = (text, reviver) => {
  if (!text) return originalParse(text, reviver);

  try {
	if (isContextSourceSupported()) return JSONParseV2(text, reviver); // Shortcut to a faster (2x) and simpler version

	const serializedData = serializeBigInts(text);

	return originalParse(serializedData, (key, value, context) =>
      convertMarkedBigIntsReviver(key, value, context, reviver),
	);
  } catch (error) {
	if (error instanceof RangeError) {
      const serializedData = serializeBigInts(text);
      const parsed = originalParse(serializedData);

      return applyReviverIteratively(parsed, reviver);
	}

	throw error;
  }
};



;// ./node_modules/@octokit/request-error/dist-src/index.js
class RequestError extends Error {
  name;
  status;
  request;
  response;
  constructor(message, statusCode, options) {
	super(message, { cause: options.cause });
	this.name = "HttpError";
	this.status = Number.parseInt(statusCode);
	if (Number.isNaN(this.status)) {
      this.status = 0;
	}
	if ("response" in options) {
      this.response = options.response;
	}
	const requestCopy = Object.assign({}, options.request);
	if (options.request.headers.authorization) {
      requestCopy.headers = Object.assign({}, options.request.headers, {
		authorization: options.request.headers.authorization.replace(
          /(?<! ) .*$/,
          " [REDACTED]"
		)
      });
	}
	requestCopy.url = requestCopy.url.replace(/\bclient_secret=\w+/g, "client_secret=[REDACTED]").replace(/\baccess_token=\w+/g, "access_token=[REDACTED]");
	this.request = requestCopy;
  }
}


;// ./node_modules/@octokit/request/dist-bundle/index.js




var dist_bundle_VERSION = "10.0.16";

var defaults_default = {
  headers: {
	"user-agent": `octokit-request.js/${dist_bundle_VERSION} ${getUserAgent()}`
  }
};




function dist_bundle_isPlainObject(value) {
  if (typeof value !== "object" || value === null) return false;
  if (Object.prototype.toString.call(value) !== "[object Object]") return false;
  const proto = Object.getPrototypeOf(value);
  if (proto === null) return true;
  const Ctor = Object.prototype.hasOwnProperty.call(proto, "constructor") && proto.constructor;
  return typeof Ctor === "function" && Ctor instanceof Ctor && Function.prototype.call(Ctor) === Function.prototype.call(value);
}


var noop = () => "";
async function fetchWrapper(requestOptions) {
  const fetch = requestOptions.request?.fetch || globalThis.fetch;
  if (!fetch) {
	throw new Error(
      "fetch is not set. Please pass a fetch implementation as new Octokit({ request: { fetch }}). Learn more at https://github.com/octokit/octokit.js/#fetch-missing"
	);
  }
  const log = requestOptions.request?.log || console;
  const parseSuccessResponseBody = requestOptions.request?.parseSuccessResponseBody !== false;
  const body = dist_bundle_isPlainObject(requestOptions.body) || Array.isArray(requestOptions.body) ? JSONStringify(requestOptions.body) : requestOptions.body;
  const requestHeaders = Object.fromEntries(
	Object.entries(requestOptions.headers).map(([name, value]) => [
      name,
      String(value)
	])
  );
  let fetchResponse;
  try {
	fetchResponse = await fetch(requestOptions.url, {
      method: requestOptions.method,
      body,
      redirect: requestOptions.request?.redirect,
      headers: requestHeaders,
      signal: requestOptions.request?.signal,
      ...requestOptions.body && { duplex: "half" }
	});
  } catch (error) {
	let message = "Unknown Error";
	if (error instanceof Error) {
      if (error.name === "AbortError") {
		error.status = 500;
		throw error;
      }
      message = error.message;
      if (error.name === "TypeError" && "cause" in error) {
		if (error.cause instanceof Error) {
          message = error.cause.message;
		} else if (typeof error.cause === "string") {
          message = error.cause;
		}
      }
	}
	const requestError = new RequestError(message, 500, {
      request: requestOptions
	});
	requestError.cause = error;
	throw requestError;
  }
  const status = fetchResponse.status;
  const url = fetchResponse.url;
  const responseHeaders = {};
  for (const [key, value] of fetchResponse.headers) {
	responseHeaders[key] = value;
  }
  const octokitResponse = {
	url,
	status,
	headers: responseHeaders,
	data: ""
  };
  if ("deprecation" in responseHeaders) {
	const matches = responseHeaders.link && responseHeaders.link.match(/<([^<>]+)>; rel="deprecation"/);
	const deprecationLink = matches && matches.pop();
	log.warn(
      `[@octokit/request] "${requestOptions.method} ${requestOptions.url}" is deprecated. It is scheduled to be removed on ${responseHeaders.sunset}${deprecationLink ? `. See ${deprecationLink}` : ""}`
	);
  }
  if (status === 204 || status === 205) {
	return octokitResponse;
  }
  if (requestOptions.method === "HEAD") {
	if (status < 400) {
      return octokitResponse;
	}
	throw new RequestError(fetchResponse.statusText, status, {
      response: octokitResponse,
      request: requestOptions
	});
  }
  if (status === 304) {
	octokitResponse.data = await getResponseData(fetchResponse);
	throw new RequestError("Not modified", status, {
      response: octokitResponse,
      request: requestOptions
	});
  }
  if (status >= 400) {
	octokitResponse.data = await getResponseData(fetchResponse);
	throw new RequestError(toErrorMessage(octokitResponse.data), status, {
      response: octokitResponse,
      request: requestOptions
	});
  }
  octokitResponse.data = parseSuccessResponseBody ? await getResponseData(fetchResponse) : fetchResponse.body;
  return octokitResponse;
}
async function getResponseData(response) {
  const contentType = response.headers.get("content-type");
  if (!contentType) {
	return response.text().catch(noop);
  }
  const mimetype = dist_parse(contentType);
  if (isJSONResponse(mimetype)) {
	let text = "";
	try {
      text = await response.text();
      return JSONParse(text);
	} catch (err) {
      return text;
	}
  } else if (mimetype.type.startsWith("text/") || // `application/octet-stream` is the canonical "arbitrary binary" type
  mimetype.parameters.charset?.toLowerCase() === "utf-8" && mimetype.type !== "application/octet-stream") {
	return response.text().catch(noop);
  } else {
	return response.arrayBuffer().catch(
      () => new ArrayBuffer(0)
	);
  }
}
function isJSONResponse(mimetype) {
  return mimetype.type === "application/json" || mimetype.type === "application/scim+json";
}
function toErrorMessage(data) {
  if (typeof data === "string") {
	return data;
  }
  if (data instanceof ArrayBuffer) {
	return "Unknown error";
  }
  if (typeof data === "object" && data !== null && "message" in data) {
	const objectData = data;
	const suffix = "documentation_url" in objectData ? ` - ${objectData.documentation_url}` : "";
	return Array.isArray(objectData.errors) ? `${objectData.message}: ${objectData.errors.map((v) => JSON.stringify(v)).join(", ")}${suffix}` : `${objectData.message}${suffix}`;
  }
  return `Unknown error: ${JSON.stringify(data)}`;
}

function dist_bundle_withDefaults(oldEndpoint, newDefaults) {
  const endpoint2 = oldEndpoint.defaults(newDefaults);
  const newApi = function(route, parameters) {
	const endpointOptions = endpoint2.merge(route, parameters);
	if (!endpointOptions.request || !endpointOptions.request.hook) {
      return fetchWrapper(endpoint2.parse(endpointOptions));
	}
	const request2 = (route2, parameters2) => {
      return fetchWrapper(
		endpoint2.parse(endpoint2.merge(route2, parameters2))
      );
	};
	Object.assign(request2, {
      endpoint: endpoint2,
      defaults: dist_bundle_withDefaults.bind(null, endpoint2)
	});
	return endpointOptions.request.hook(request2, endpointOptions);
  };
  return Object.assign(newApi, {
	endpoint: endpoint2,
	defaults: dist_bundle_withDefaults.bind(null, endpoint2)
  });
}

var request = dist_bundle_withDefaults(endpoint, defaults_default);


;// ./node_modules/@octokit/graphql/dist-bundle/index.js



var graphql_dist_bundle_VERSION = "0.0.0-development";





function _buildMessageForResponseErrors(data) {
  return `Request failed due to following response errors:
` + data.errors.map((e) => ` - ${e.message}`).join("\n");
}
var GraphqlResponseError = class extends Error {
  constructor(request2, headers, response) {
	super(_buildMessageForResponseErrors(response));
	this.request = request2;
	this.headers = headers;
	this.response = response;
	this.errors = response.errors;
	this.data = response.data;
	if (Error.captureStackTrace) {
      Error.captureStackTrace(this, this.constructor);
	}
  }
  request;
  headers;
  response;
  name = "GraphqlResponseError";
  errors;
  data;
};

var NON_VARIABLE_OPTIONS = [
  "method",
  "baseUrl",
  "url",
  "headers",
  "request",
  "query",
  "mediaType",
  "operationName"
];
var FORBIDDEN_VARIABLE_OPTIONS = ["query", "method", "url"];
var GHES_V3_SUFFIX_REGEX = /\/api\/v3\/?$/;
function graphql(request2, query, options) {
  if (options) {
	if (typeof query === "string" && "query" in options) {
      return Promise.reject(
		new Error(`[@octokit/graphql] "query" cannot be used as variable name`)
      );
	}
	for (const key in options) {
      if (!FORBIDDEN_VARIABLE_OPTIONS.includes(key)) continue;
      return Promise.reject(
		new Error(
          `[@octokit/graphql] "${key}" cannot be used as variable name`
		)
      );
	}
  }
  const parsedOptions = typeof query === "string" ? Object.assign({ query }, options) : query;
  const requestOptions = Object.keys(
	parsedOptions
  ).reduce((result, key) => {
	if (NON_VARIABLE_OPTIONS.includes(key)) {
      result[key] = parsedOptions[key];
      return result;
	}
	if (!result.variables) {
      result.variables = {};
	}
	result.variables[key] = parsedOptions[key];
	return result;
  }, {});
  const baseUrl = parsedOptions.baseUrl || request2.endpoint.DEFAULTS.baseUrl;
  if (GHES_V3_SUFFIX_REGEX.test(baseUrl)) {
	requestOptions.url = baseUrl.replace(GHES_V3_SUFFIX_REGEX, "/api/graphql");
  }
  return request2(requestOptions).then((response) => {
	if (response.data.errors) {
      const headers = {};
      for (const key of Object.keys(response.headers)) {
		headers[key] = response.headers[key];
      }
      throw new GraphqlResponseError(
		requestOptions,
		headers,
		response.data
      );
	}
	return response.data.data;
  });
}

function graphql_dist_bundle_withDefaults(request2, newDefaults) {
  const newRequest = request2.defaults(newDefaults);
  const newApi = (query, options) => {
	return graphql(newRequest, query, options);
  };
  return Object.assign(newApi, {
	defaults: graphql_dist_bundle_withDefaults.bind(null, newRequest),
	endpoint: newRequest.endpoint
  });
}

var graphql2 = graphql_dist_bundle_withDefaults(request, {
  headers: {
	"user-agent": `octokit-graphql.js/${graphql_dist_bundle_VERSION} ${getUserAgent()}`
  },
  method: "POST",
  url: "/graphql"
});
function withCustomRequest(customRequest) {
  return graphql_dist_bundle_withDefaults(customRequest, {
	method: "POST",
	url: "/graphql"
  });
}


;// ./node_modules/@octokit/auth-token/dist-bundle/index.js
var b64url = "(?:[a-zA-Z0-9_-]+)";
var sep = "\\.";
var jwtRE = new RegExp(`^${b64url}${sep}${b64url}${sep}${b64url}$`);
var isJWT = jwtRE.test.bind(jwtRE);

async function auth(token) {
  const isApp = isJWT(token);
  const isInstallation = token.startsWith("v1.") || token.startsWith("ghs_");
  const isUserToServer = token.startsWith("ghu_");
  const tokenType = isApp ? "app" : isInstallation ? "installation" : isUserToServer ? "user-to-server" : "oauth";
  return {
	type: "token",
	token,
	tokenType
  };
}

function withAuthorizationPrefix(token) {
  if (token.split(/\./).length === 3) {
	return `bearer ${token}`;
  }
  return `token ${token}`;
}

async function hook(token, request, route, parameters) {
  const endpoint = request.endpoint.merge(
	route,
	parameters
  );
  endpoint.headers.authorization = withAuthorizationPrefix(token);
  return request(endpoint);
}

var createTokenAuth = function createTokenAuth2(token) {
  if (!token) {
	throw new Error("[@octokit/auth-token] No token passed to createTokenAuth");
  }
  if (typeof token !== "string") {
	throw new Error(
      "[@octokit/auth-token] Token passed to createTokenAuth is not a string"
	);
  }
  token = token.replace(/^(token|bearer) +/i, "");
  return Object.assign(auth.bind(null, token), {
	hook: hook.bind(null, token)
  });
};


;// ./node_modules/@octokit/core/dist-src/version.js
const version_VERSION = "7.0.8";


;// ./node_modules/@octokit/core/dist-src/index.js






const dist_src_noop = () => {
};
const consoleWarn = console.warn.bind(console);
const consoleError = console.error.bind(console);
function createLogger(logger = {}) {
  if (typeof logger.debug !== "function") {
	logger.debug = dist_src_noop;
  }
  if (typeof logger.info !== "function") {
	logger.info = dist_src_noop;
  }
  if (typeof logger.warn !== "function") {
	logger.warn = consoleWarn;
  }
  if (typeof logger.error !== "function") {
	logger.error = consoleError;
  }
  return logger;
}
const userAgentTrail = `octokit-core.js/${version_VERSION} ${getUserAgent()}`;
class Octokit {
  static VERSION = version_VERSION;
  static defaults(defaults) {
	const OctokitWithDefaults = class extends this {
      constructor(...args) {
		const options = args[0] || {};
		if (typeof defaults === "function") {
          super(defaults(options));
          return;
		}
		super(
          Object.assign(
			{},
			defaults,
			options,
			options.userAgent && defaults.userAgent ? {
              userAgent: `${options.userAgent} ${defaults.userAgent}`
			} : null
          )
		);
      }
	};
	return OctokitWithDefaults;
  }
  static plugins = [];
  static plugin(...newPlugins) {
	const currentPlugins = this.plugins;
	const NewOctokit = class extends this {
      static plugins = currentPlugins.concat(
		newPlugins.filter((plugin) => !currentPlugins.includes(plugin))
      );
	};
	return NewOctokit;
  }
  constructor(options = {}) {
	const hook = new before_after_hook.Collection();
	const requestDefaults = {
      baseUrl: request.endpoint.DEFAULTS.baseUrl,
      headers: {},
      request: Object.assign({}, options.request, {
		hook: hook.bind(null, "request")
      }),
      mediaType: {
		previews: [],
		format: ""
      }
	};
	requestDefaults.headers["user-agent"] = options.userAgent ? `${options.userAgent} ${userAgentTrail}` : userAgentTrail;
	if (options.baseUrl) {
      requestDefaults.baseUrl = options.baseUrl;
	}
	if (options.previews) {
      requestDefaults.mediaType.previews = options.previews;
	}
	if (options.timeZone) {
      requestDefaults.headers["time-zone"] = options.timeZone;
	}
	this.request = request.defaults(requestDefaults);
	this.graphql = withCustomRequest(this.request).defaults(requestDefaults);
	this.log = createLogger(options.log);
	this.hook = hook;
	if (!options.authStrategy) {
      if (!options.auth) {
		this.auth = async () => ({
          type: "unauthenticated"
		});
      } else {
		const auth = createTokenAuth(options.auth);
		hook.wrap("request", auth.hook);
		this.auth = auth;
      }
	} else {
      const { authStrategy, ...otherOptions } = options;
      const auth = authStrategy(
		Object.assign(
          {
			request: this.request,
			log: this.log,
			octokit: this,
			octokitOptions: otherOptions
          },
          options.auth
		)
      );
      hook.wrap("request", auth.hook);
      this.auth = auth;
	}
	const classConstructor = this.constructor;
	for (let i = 0; i < classConstructor.plugins.length; ++i) {
      Object.assign(this, classConstructor.plugins[i](this, options));
	}
  }
  request;
  graphql;
  log;
  hook;
  auth;
}


;// ./node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/version.js
const dist_src_version_VERSION = "17.0.0";


;// ./node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/generated/endpoints.js
const Endpoints = {
  actions: {
	addCustomLabelsToSelfHostedRunnerForOrg: [
      "POST /orgs/{org}/actions/runners/{runner_id}/labels"
	],
	addCustomLabelsToSelfHostedRunnerForRepo: [
      "POST /repos/{owner}/{repo}/actions/runners/{runner_id}/labels"
	],
	addRepoAccessToSelfHostedRunnerGroupInOrg: [
      "PUT /orgs/{org}/actions/runner-groups/{runner_group_id}/repositories/{repository_id}"
	],
	addSelectedRepoToOrgSecret: [
      "PUT /orgs/{org}/actions/secrets/{secret_name}/repositories/{repository_id}"
	],
	addSelectedRepoToOrgVariable: [
      "PUT /orgs/{org}/actions/variables/{name}/repositories/{repository_id}"
	],
	approveWorkflowRun: [
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/approve"
	],
	cancelWorkflowRun: [
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel"
	],
	createEnvironmentVariable: [
      "POST /repos/{owner}/{repo}/environments/{environment_name}/variables"
	],
	createHostedRunnerForOrg: ["POST /orgs/{org}/actions/hosted-runners"],
	createOrUpdateEnvironmentSecret: [
      "PUT /repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}"
	],
	createOrUpdateOrgSecret: ["PUT /orgs/{org}/actions/secrets/{secret_name}"],
	createOrUpdateRepoSecret: [
      "PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}"
	],
	createOrgVariable: ["POST /orgs/{org}/actions/variables"],
	createRegistrationTokenForOrg: [
      "POST /orgs/{org}/actions/runners/registration-token"
	],
	createRegistrationTokenForRepo: [
      "POST /repos/{owner}/{repo}/actions/runners/registration-token"
	],
	createRemoveTokenForOrg: ["POST /orgs/{org}/actions/runners/remove-token"],
	createRemoveTokenForRepo: [
      "POST /repos/{owner}/{repo}/actions/runners/remove-token"
	],
	createRepoVariable: ["POST /repos/{owner}/{repo}/actions/variables"],
	createWorkflowDispatch: [
      "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches"
	],
	deleteActionsCacheById: [
      "DELETE /repos/{owner}/{repo}/actions/caches/{cache_id}"
	],
	deleteActionsCacheByKey: [
      "DELETE /repos/{owner}/{repo}/actions/caches{?key,ref}"
	],
	deleteArtifact: [
      "DELETE /repos/{owner}/{repo}/actions/artifacts/{artifact_id}"
	],
	deleteCustomImageFromOrg: [
      "DELETE /orgs/{org}/actions/hosted-runners/images/custom/{image_definition_id}"
	],
	deleteCustomImageVersionFromOrg: [
      "DELETE /orgs/{org}/actions/hosted-runners/images/custom/{image_definition_id}/versions/{version}"
	],
	deleteEnvironmentSecret: [
      "DELETE /repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}"
	],
	deleteEnvironmentVariable: [
      "DELETE /repos/{owner}/{repo}/environments/{environment_name}/variables/{name}"
	],
	deleteHostedRunnerForOrg: [
      "DELETE /orgs/{org}/actions/hosted-runners/{hosted_runner_id}"
	],
	deleteOrgSecret: ["DELETE /orgs/{org}/actions/secrets/{secret_name}"],
	deleteOrgVariable: ["DELETE /orgs/{org}/actions/variables/{name}"],
	deleteRepoSecret: [
      "DELETE /repos/{owner}/{repo}/actions/secrets/{secret_name}"
	],
	deleteRepoVariable: [
      "DELETE /repos/{owner}/{repo}/actions/variables/{name}"
	],
	deleteSelfHostedRunnerFromOrg: [
      "DELETE /orgs/{org}/actions/runners/{runner_id}"
	],
	deleteSelfHostedRunnerFromRepo: [
      "DELETE /repos/{owner}/{repo}/actions/runners/{runner_id}"
	],
	deleteWorkflowRun: ["DELETE /repos/{owner}/{repo}/actions/runs/{run_id}"],
	deleteWorkflowRunLogs: [
      "DELETE /repos/{owner}/{repo}/actions/runs/{run_id}/logs"
	],
	disableSelectedRepositoryGithubActionsOrganization: [
      "DELETE /orgs/{org}/actions/permissions/repositories/{repository_id}"
	],
	disableWorkflow: [
      "PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/disable"
	],
	downloadArtifact: [
      "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}"
	],
	downloadJobLogsForWorkflowRun: [
      "GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs"
	],
	downloadWorkflowRunAttemptLogs: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/logs"
	],
	downloadWorkflowRunLogs: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/logs"
	],
	enableSelectedRepositoryGithubActionsOrganization: [
      "PUT /orgs/{org}/actions/permissions/repositories/{repository_id}"
	],
	enableWorkflow: [
      "PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable"
	],
	forceCancelWorkflowRun: [
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/force-cancel"
	],
	generateRunnerJitconfigForOrg: [
      "POST /orgs/{org}/actions/runners/generate-jitconfig"
	],
	generateRunnerJitconfigForRepo: [
      "POST /repos/{owner}/{repo}/actions/runners/generate-jitconfig"
	],
	getActionsCacheList: ["GET /repos/{owner}/{repo}/actions/caches"],
	getActionsCacheUsage: ["GET /repos/{owner}/{repo}/actions/cache/usage"],
	getActionsCacheUsageByRepoForOrg: [
      "GET /orgs/{org}/actions/cache/usage-by-repository"
	],
	getActionsCacheUsageForOrg: ["GET /orgs/{org}/actions/cache/usage"],
	getAllowedActionsOrganization: [
      "GET /orgs/{org}/actions/permissions/selected-actions"
	],
	getAllowedActionsRepository: [
      "GET /repos/{owner}/{repo}/actions/permissions/selected-actions"
	],
	getArtifact: ["GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}"],
	getCustomImageForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/images/custom/{image_definition_id}"
	],
	getCustomImageVersionForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/images/custom/{image_definition_id}/versions/{version}"
	],
	getCustomOidcSubClaimForRepo: [
      "GET /repos/{owner}/{repo}/actions/oidc/customization/sub"
	],
	getEnvironmentPublicKey: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/secrets/public-key"
	],
	getEnvironmentSecret: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}"
	],
	getEnvironmentVariable: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/variables/{name}"
	],
	getGithubActionsDefaultWorkflowPermissionsOrganization: [
      "GET /orgs/{org}/actions/permissions/workflow"
	],
	getGithubActionsDefaultWorkflowPermissionsRepository: [
      "GET /repos/{owner}/{repo}/actions/permissions/workflow"
	],
	getGithubActionsPermissionsOrganization: [
      "GET /orgs/{org}/actions/permissions"
	],
	getGithubActionsPermissionsRepository: [
      "GET /repos/{owner}/{repo}/actions/permissions"
	],
	getHostedRunnerForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/{hosted_runner_id}"
	],
	getHostedRunnersGithubOwnedImagesForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/images/github-owned"
	],
	getHostedRunnersLimitsForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/limits"
	],
	getHostedRunnersMachineSpecsForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/machine-sizes"
	],
	getHostedRunnersPartnerImagesForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/images/partner"
	],
	getHostedRunnersPlatformsForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/platforms"
	],
	getJobForWorkflowRun: ["GET /repos/{owner}/{repo}/actions/jobs/{job_id}"],
	getOrgPublicKey: ["GET /orgs/{org}/actions/secrets/public-key"],
	getOrgSecret: ["GET /orgs/{org}/actions/secrets/{secret_name}"],
	getOrgVariable: ["GET /orgs/{org}/actions/variables/{name}"],
	getPendingDeploymentsForRun: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments"
	],
	getRepoPermissions: [
      "GET /repos/{owner}/{repo}/actions/permissions",
      {},
      { renamed: ["actions", "getGithubActionsPermissionsRepository"] }
	],
	getRepoPublicKey: ["GET /repos/{owner}/{repo}/actions/secrets/public-key"],
	getRepoSecret: ["GET /repos/{owner}/{repo}/actions/secrets/{secret_name}"],
	getRepoVariable: ["GET /repos/{owner}/{repo}/actions/variables/{name}"],
	getReviewsForRun: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals"
	],
	getSelfHostedRunnerForOrg: ["GET /orgs/{org}/actions/runners/{runner_id}"],
	getSelfHostedRunnerForRepo: [
      "GET /repos/{owner}/{repo}/actions/runners/{runner_id}"
	],
	getWorkflow: ["GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}"],
	getWorkflowAccessToRepository: [
      "GET /repos/{owner}/{repo}/actions/permissions/access"
	],
	getWorkflowRun: ["GET /repos/{owner}/{repo}/actions/runs/{run_id}"],
	getWorkflowRunAttempt: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}"
	],
	getWorkflowRunUsage: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/timing"
	],
	getWorkflowUsage: [
      "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/timing"
	],
	listArtifactsForRepo: ["GET /repos/{owner}/{repo}/actions/artifacts"],
	listCustomImageVersionsForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/images/custom/{image_definition_id}/versions"
	],
	listCustomImagesForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/images/custom"
	],
	listEnvironmentSecrets: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/secrets"
	],
	listEnvironmentVariables: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/variables"
	],
	listGithubHostedRunnersInGroupForOrg: [
      "GET /orgs/{org}/actions/runner-groups/{runner_group_id}/hosted-runners"
	],
	listHostedRunnersForOrg: ["GET /orgs/{org}/actions/hosted-runners"],
	listJobsForWorkflowRun: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs"
	],
	listJobsForWorkflowRunAttempt: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs"
	],
	listLabelsForSelfHostedRunnerForOrg: [
      "GET /orgs/{org}/actions/runners/{runner_id}/labels"
	],
	listLabelsForSelfHostedRunnerForRepo: [
      "GET /repos/{owner}/{repo}/actions/runners/{runner_id}/labels"
	],
	listOrgSecrets: ["GET /orgs/{org}/actions/secrets"],
	listOrgVariables: ["GET /orgs/{org}/actions/variables"],
	listRepoOrganizationSecrets: [
      "GET /repos/{owner}/{repo}/actions/organization-secrets"
	],
	listRepoOrganizationVariables: [
      "GET /repos/{owner}/{repo}/actions/organization-variables"
	],
	listRepoSecrets: ["GET /repos/{owner}/{repo}/actions/secrets"],
	listRepoVariables: ["GET /repos/{owner}/{repo}/actions/variables"],
	listRepoWorkflows: ["GET /repos/{owner}/{repo}/actions/workflows"],
	listRunnerApplicationsForOrg: ["GET /orgs/{org}/actions/runners/downloads"],
	listRunnerApplicationsForRepo: [
      "GET /repos/{owner}/{repo}/actions/runners/downloads"
	],
	listSelectedReposForOrgSecret: [
      "GET /orgs/{org}/actions/secrets/{secret_name}/repositories"
	],
	listSelectedReposForOrgVariable: [
      "GET /orgs/{org}/actions/variables/{name}/repositories"
	],
	listSelectedRepositoriesEnabledGithubActionsOrganization: [
      "GET /orgs/{org}/actions/permissions/repositories"
	],
	listSelfHostedRunnersForOrg: ["GET /orgs/{org}/actions/runners"],
	listSelfHostedRunnersForRepo: ["GET /repos/{owner}/{repo}/actions/runners"],
	listWorkflowRunArtifacts: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts"
	],
	listWorkflowRuns: [
      "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs"
	],
	listWorkflowRunsForRepo: ["GET /repos/{owner}/{repo}/actions/runs"],
	reRunJobForWorkflowRun: [
      "POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun"
	],
	reRunWorkflow: ["POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun"],
	reRunWorkflowFailedJobs: [
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs"
	],
	removeAllCustomLabelsFromSelfHostedRunnerForOrg: [
      "DELETE /orgs/{org}/actions/runners/{runner_id}/labels"
	],
	removeAllCustomLabelsFromSelfHostedRunnerForRepo: [
      "DELETE /repos/{owner}/{repo}/actions/runners/{runner_id}/labels"
	],
	removeCustomLabelFromSelfHostedRunnerForOrg: [
      "DELETE /orgs/{org}/actions/runners/{runner_id}/labels/{name}"
	],
	removeCustomLabelFromSelfHostedRunnerForRepo: [
      "DELETE /repos/{owner}/{repo}/actions/runners/{runner_id}/labels/{name}"
	],
	removeSelectedRepoFromOrgSecret: [
      "DELETE /orgs/{org}/actions/secrets/{secret_name}/repositories/{repository_id}"
	],
	removeSelectedRepoFromOrgVariable: [
      "DELETE /orgs/{org}/actions/variables/{name}/repositories/{repository_id}"
	],
	reviewCustomGatesForRun: [
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule"
	],
	reviewPendingDeploymentsForRun: [
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments"
	],
	setAllowedActionsOrganization: [
      "PUT /orgs/{org}/actions/permissions/selected-actions"
	],
	setAllowedActionsRepository: [
      "PUT /repos/{owner}/{repo}/actions/permissions/selected-actions"
	],
	setCustomLabelsForSelfHostedRunnerForOrg: [
      "PUT /orgs/{org}/actions/runners/{runner_id}/labels"
	],
	setCustomLabelsForSelfHostedRunnerForRepo: [
      "PUT /repos/{owner}/{repo}/actions/runners/{runner_id}/labels"
	],
	setCustomOidcSubClaimForRepo: [
      "PUT /repos/{owner}/{repo}/actions/oidc/customization/sub"
	],
	setGithubActionsDefaultWorkflowPermissionsOrganization: [
      "PUT /orgs/{org}/actions/permissions/workflow"
	],
	setGithubActionsDefaultWorkflowPermissionsRepository: [
      "PUT /repos/{owner}/{repo}/actions/permissions/workflow"
	],
	setGithubActionsPermissionsOrganization: [
      "PUT /orgs/{org}/actions/permissions"
	],
	setGithubActionsPermissionsRepository: [
      "PUT /repos/{owner}/{repo}/actions/permissions"
	],
	setSelectedReposForOrgSecret: [
      "PUT /orgs/{org}/actions/secrets/{secret_name}/repositories"
	],
	setSelectedReposForOrgVariable: [
      "PUT /orgs/{org}/actions/variables/{name}/repositories"
	],
	setSelectedRepositoriesEnabledGithubActionsOrganization: [
      "PUT /orgs/{org}/actions/permissions/repositories"
	],
	setWorkflowAccessToRepository: [
      "PUT /repos/{owner}/{repo}/actions/permissions/access"
	],
	updateEnvironmentVariable: [
      "PATCH /repos/{owner}/{repo}/environments/{environment_name}/variables/{name}"
	],
	updateHostedRunnerForOrg: [
      "PATCH /orgs/{org}/actions/hosted-runners/{hosted_runner_id}"
	],
	updateOrgVariable: ["PATCH /orgs/{org}/actions/variables/{name}"],
	updateRepoVariable: [
      "PATCH /repos/{owner}/{repo}/actions/variables/{name}"
	]
  },
  activity: {
	checkRepoIsStarredByAuthenticatedUser: ["GET /user/starred/{owner}/{repo}"],
	deleteRepoSubscription: ["DELETE /repos/{owner}/{repo}/subscription"],
	deleteThreadSubscription: [
      "DELETE /notifications/threads/{thread_id}/subscription"
	],
	getFeeds: ["GET /feeds"],
	getRepoSubscription: ["GET /repos/{owner}/{repo}/subscription"],
	getThread: ["GET /notifications/threads/{thread_id}"],
	getThreadSubscriptionForAuthenticatedUser: [
      "GET /notifications/threads/{thread_id}/subscription"
	],
	listEventsForAuthenticatedUser: ["GET /users/{username}/events"],
	listNotificationsForAuthenticatedUser: ["GET /notifications"],
	listOrgEventsForAuthenticatedUser: [
      "GET /users/{username}/events/orgs/{org}"
	],
	listPublicEvents: ["GET /events"],
	listPublicEventsForRepoNetwork: ["GET /networks/{owner}/{repo}/events"],
	listPublicEventsForUser: ["GET /users/{username}/events/public"],
	listPublicOrgEvents: ["GET /orgs/{org}/events"],
	listReceivedEventsForUser: ["GET /users/{username}/received_events"],
	listReceivedPublicEventsForUser: [
      "GET /users/{username}/received_events/public"
	],
	listRepoEvents: ["GET /repos/{owner}/{repo}/events"],
	listRepoNotificationsForAuthenticatedUser: [
      "GET /repos/{owner}/{repo}/notifications"
	],
	listReposStarredByAuthenticatedUser: ["GET /user/starred"],
	listReposStarredByUser: ["GET /users/{username}/starred"],
	listReposWatchedByUser: ["GET /users/{username}/subscriptions"],
	listStargazersForRepo: ["GET /repos/{owner}/{repo}/stargazers"],
	listWatchedReposForAuthenticatedUser: ["GET /user/subscriptions"],
	listWatchersForRepo: ["GET /repos/{owner}/{repo}/subscribers"],
	markNotificationsAsRead: ["PUT /notifications"],
	markRepoNotificationsAsRead: ["PUT /repos/{owner}/{repo}/notifications"],
	markThreadAsDone: ["DELETE /notifications/threads/{thread_id}"],
	markThreadAsRead: ["PATCH /notifications/threads/{thread_id}"],
	setRepoSubscription: ["PUT /repos/{owner}/{repo}/subscription"],
	setThreadSubscription: [
      "PUT /notifications/threads/{thread_id}/subscription"
	],
	starRepoForAuthenticatedUser: ["PUT /user/starred/{owner}/{repo}"],
	unstarRepoForAuthenticatedUser: ["DELETE /user/starred/{owner}/{repo}"]
  },
  apps: {
	addRepoToInstallation: [
      "PUT /user/installations/{installation_id}/repositories/{repository_id}",
      {},
      { renamed: ["apps", "addRepoToInstallationForAuthenticatedUser"] }
	],
	addRepoToInstallationForAuthenticatedUser: [
      "PUT /user/installations/{installation_id}/repositories/{repository_id}"
	],
	checkToken: ["POST /applications/{client_id}/token"],
	createFromManifest: ["POST /app-manifests/{code}/conversions"],
	createInstallationAccessToken: [
      "POST /app/installations/{installation_id}/access_tokens"
	],
	deleteAuthorization: ["DELETE /applications/{client_id}/grant"],
	deleteInstallation: ["DELETE /app/installations/{installation_id}"],
	deleteToken: ["DELETE /applications/{client_id}/token"],
	getAuthenticated: ["GET /app"],
	getBySlug: ["GET /apps/{app_slug}"],
	getInstallation: ["GET /app/installations/{installation_id}"],
	getOrgInstallation: ["GET /orgs/{org}/installation"],
	getRepoInstallation: ["GET /repos/{owner}/{repo}/installation"],
	getSubscriptionPlanForAccount: [
      "GET /marketplace_listing/accounts/{account_id}"
	],
	getSubscriptionPlanForAccountStubbed: [
      "GET /marketplace_listing/stubbed/accounts/{account_id}"
	],
	getUserInstallation: ["GET /users/{username}/installation"],
	getWebhookConfigForApp: ["GET /app/hook/config"],
	getWebhookDelivery: ["GET /app/hook/deliveries/{delivery_id}"],
	listAccountsForPlan: ["GET /marketplace_listing/plans/{plan_id}/accounts"],
	listAccountsForPlanStubbed: [
      "GET /marketplace_listing/stubbed/plans/{plan_id}/accounts"
	],
	listInstallationReposForAuthenticatedUser: [
      "GET /user/installations/{installation_id}/repositories"
	],
	listInstallationRequestsForAuthenticatedApp: [
      "GET /app/installation-requests"
	],
	listInstallations: ["GET /app/installations"],
	listInstallationsForAuthenticatedUser: ["GET /user/installations"],
	listPlans: ["GET /marketplace_listing/plans"],
	listPlansStubbed: ["GET /marketplace_listing/stubbed/plans"],
	listReposAccessibleToInstallation: ["GET /installation/repositories"],
	listSubscriptionsForAuthenticatedUser: ["GET /user/marketplace_purchases"],
	listSubscriptionsForAuthenticatedUserStubbed: [
      "GET /user/marketplace_purchases/stubbed"
	],
	listWebhookDeliveries: ["GET /app/hook/deliveries"],
	redeliverWebhookDelivery: [
      "POST /app/hook/deliveries/{delivery_id}/attempts"
	],
	removeRepoFromInstallation: [
      "DELETE /user/installations/{installation_id}/repositories/{repository_id}",
      {},
      { renamed: ["apps", "removeRepoFromInstallationForAuthenticatedUser"] }
	],
	removeRepoFromInstallationForAuthenticatedUser: [
      "DELETE /user/installations/{installation_id}/repositories/{repository_id}"
	],
	resetToken: ["PATCH /applications/{client_id}/token"],
	revokeInstallationAccessToken: ["DELETE /installation/token"],
	scopeToken: ["POST /applications/{client_id}/token/scoped"],
	suspendInstallation: ["PUT /app/installations/{installation_id}/suspended"],
	unsuspendInstallation: [
      "DELETE /app/installations/{installation_id}/suspended"
	],
	updateWebhookConfigForApp: ["PATCH /app/hook/config"]
  },
  billing: {
	getGithubActionsBillingOrg: ["GET /orgs/{org}/settings/billing/actions"],
	getGithubActionsBillingUser: [
      "GET /users/{username}/settings/billing/actions"
	],
	getGithubBillingPremiumRequestUsageReportOrg: [
      "GET /organizations/{org}/settings/billing/premium_request/usage"
	],
	getGithubBillingPremiumRequestUsageReportUser: [
      "GET /users/{username}/settings/billing/premium_request/usage"
	],
	getGithubBillingUsageReportOrg: [
      "GET /organizations/{org}/settings/billing/usage"
	],
	getGithubBillingUsageReportUser: [
      "GET /users/{username}/settings/billing/usage"
	],
	getGithubPackagesBillingOrg: ["GET /orgs/{org}/settings/billing/packages"],
	getGithubPackagesBillingUser: [
      "GET /users/{username}/settings/billing/packages"
	],
	getSharedStorageBillingOrg: [
      "GET /orgs/{org}/settings/billing/shared-storage"
	],
	getSharedStorageBillingUser: [
      "GET /users/{username}/settings/billing/shared-storage"
	]
  },
  campaigns: {
	createCampaign: ["POST /orgs/{org}/campaigns"],
	deleteCampaign: ["DELETE /orgs/{org}/campaigns/{campaign_number}"],
	getCampaignSummary: ["GET /orgs/{org}/campaigns/{campaign_number}"],
	listOrgCampaigns: ["GET /orgs/{org}/campaigns"],
	updateCampaign: ["PATCH /orgs/{org}/campaigns/{campaign_number}"]
  },
  checks: {
	create: ["POST /repos/{owner}/{repo}/check-runs"],
	createSuite: ["POST /repos/{owner}/{repo}/check-suites"],
	get: ["GET /repos/{owner}/{repo}/check-runs/{check_run_id}"],
	getSuite: ["GET /repos/{owner}/{repo}/check-suites/{check_suite_id}"],
	listAnnotations: [
      "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations"
	],
	listForRef: ["GET /repos/{owner}/{repo}/commits/{ref}/check-runs"],
	listForSuite: [
      "GET /repos/{owner}/{repo}/check-suites/{check_suite_id}/check-runs"
	],
	listSuitesForRef: ["GET /repos/{owner}/{repo}/commits/{ref}/check-suites"],
	rerequestRun: [
      "POST /repos/{owner}/{repo}/check-runs/{check_run_id}/rerequest"
	],
	rerequestSuite: [
      "POST /repos/{owner}/{repo}/check-suites/{check_suite_id}/rerequest"
	],
	setSuitesPreferences: [
      "PATCH /repos/{owner}/{repo}/check-suites/preferences"
	],
	update: ["PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}"]
  },
  codeScanning: {
	commitAutofix: [
      "POST /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}/autofix/commits"
	],
	createAutofix: [
      "POST /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}/autofix"
	],
	createVariantAnalysis: [
      "POST /repos/{owner}/{repo}/code-scanning/codeql/variant-analyses"
	],
	deleteAnalysis: [
      "DELETE /repos/{owner}/{repo}/code-scanning/analyses/{analysis_id}{?confirm_delete}"
	],
	deleteCodeqlDatabase: [
      "DELETE /repos/{owner}/{repo}/code-scanning/codeql/databases/{language}"
	],
	getAlert: [
      "GET /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}",
      {},
      { renamedParameters: { alert_id: "alert_number" } }
	],
	getAnalysis: [
      "GET /repos/{owner}/{repo}/code-scanning/analyses/{analysis_id}"
	],
	getAutofix: [
      "GET /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}/autofix"
	],
	getCodeqlDatabase: [
      "GET /repos/{owner}/{repo}/code-scanning/codeql/databases/{language}"
	],
	getDefaultSetup: ["GET /repos/{owner}/{repo}/code-scanning/default-setup"],
	getSarif: ["GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}"],
	getVariantAnalysis: [
      "GET /repos/{owner}/{repo}/code-scanning/codeql/variant-analyses/{codeql_variant_analysis_id}"
	],
	getVariantAnalysisRepoTask: [
      "GET /repos/{owner}/{repo}/code-scanning/codeql/variant-analyses/{codeql_variant_analysis_id}/repos/{repo_owner}/{repo_name}"
	],
	listAlertInstances: [
      "GET /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}/instances"
	],
	listAlertsForOrg: ["GET /orgs/{org}/code-scanning/alerts"],
	listAlertsForRepo: ["GET /repos/{owner}/{repo}/code-scanning/alerts"],
	listAlertsInstances: [
      "GET /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}/instances",
      {},
      { renamed: ["codeScanning", "listAlertInstances"] }
	],
	listCodeqlDatabases: [
      "GET /repos/{owner}/{repo}/code-scanning/codeql/databases"
	],
	listRecentAnalyses: ["GET /repos/{owner}/{repo}/code-scanning/analyses"],
	updateAlert: [
      "PATCH /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}"
	],
	updateDefaultSetup: [
      "PATCH /repos/{owner}/{repo}/code-scanning/default-setup"
	],
	uploadSarif: ["POST /repos/{owner}/{repo}/code-scanning/sarifs"]
  },
  codeSecurity: {
	attachConfiguration: [
      "POST /orgs/{org}/code-security/configurations/{configuration_id}/attach"
	],
	attachEnterpriseConfiguration: [
      "POST /enterprises/{enterprise}/code-security/configurations/{configuration_id}/attach"
	],
	createConfiguration: ["POST /orgs/{org}/code-security/configurations"],
	createConfigurationForEnterprise: [
      "POST /enterprises/{enterprise}/code-security/configurations"
	],
	deleteConfiguration: [
      "DELETE /orgs/{org}/code-security/configurations/{configuration_id}"
	],
	deleteConfigurationForEnterprise: [
      "DELETE /enterprises/{enterprise}/code-security/configurations/{configuration_id}"
	],
	detachConfiguration: [
      "DELETE /orgs/{org}/code-security/configurations/detach"
	],
	getConfiguration: [
      "GET /orgs/{org}/code-security/configurations/{configuration_id}"
	],
	getConfigurationForRepository: [
      "GET /repos/{owner}/{repo}/code-security-configuration"
	],
	getConfigurationsForEnterprise: [
      "GET /enterprises/{enterprise}/code-security/configurations"
	],
	getConfigurationsForOrg: ["GET /orgs/{org}/code-security/configurations"],
	getDefaultConfigurations: [
      "GET /orgs/{org}/code-security/configurations/defaults"
	],
	getDefaultConfigurationsForEnterprise: [
      "GET /enterprises/{enterprise}/code-security/configurations/defaults"
	],
	getRepositoriesForConfiguration: [
      "GET /orgs/{org}/code-security/configurations/{configuration_id}/repositories"
	],
	getRepositoriesForEnterpriseConfiguration: [
      "GET /enterprises/{enterprise}/code-security/configurations/{configuration_id}/repositories"
	],
	getSingleConfigurationForEnterprise: [
      "GET /enterprises/{enterprise}/code-security/configurations/{configuration_id}"
	],
	setConfigurationAsDefault: [
      "PUT /orgs/{org}/code-security/configurations/{configuration_id}/defaults"
	],
	setConfigurationAsDefaultForEnterprise: [
      "PUT /enterprises/{enterprise}/code-security/configurations/{configuration_id}/defaults"
	],
	updateConfiguration: [
      "PATCH /orgs/{org}/code-security/configurations/{configuration_id}"
	],
	updateEnterpriseConfiguration: [
      "PATCH /enterprises/{enterprise}/code-security/configurations/{configuration_id}"
	]
  },
  codesOfConduct: {
	getAllCodesOfConduct: ["GET /codes_of_conduct"],
	getConductCode: ["GET /codes_of_conduct/{key}"]
  },
  codespaces: {
	addRepositoryForSecretForAuthenticatedUser: [
      "PUT /user/codespaces/secrets/{secret_name}/repositories/{repository_id}"
	],
	addSelectedRepoToOrgSecret: [
      "PUT /orgs/{org}/codespaces/secrets/{secret_name}/repositories/{repository_id}"
	],
	checkPermissionsForDevcontainer: [
      "GET /repos/{owner}/{repo}/codespaces/permissions_check"
	],
	codespaceMachinesForAuthenticatedUser: [
      "GET /user/codespaces/{codespace_name}/machines"
	],
	createForAuthenticatedUser: ["POST /user/codespaces"],
	createOrUpdateOrgSecret: [
      "PUT /orgs/{org}/codespaces/secrets/{secret_name}"
	],
	createOrUpdateRepoSecret: [
      "PUT /repos/{owner}/{repo}/codespaces/secrets/{secret_name}"
	],
	createOrUpdateSecretForAuthenticatedUser: [
      "PUT /user/codespaces/secrets/{secret_name}"
	],
	createWithPrForAuthenticatedUser: [
      "POST /repos/{owner}/{repo}/pulls/{pull_number}/codespaces"
	],
	createWithRepoForAuthenticatedUser: [
      "POST /repos/{owner}/{repo}/codespaces"
	],
	deleteForAuthenticatedUser: ["DELETE /user/codespaces/{codespace_name}"],
	deleteFromOrganization: [
      "DELETE /orgs/{org}/members/{username}/codespaces/{codespace_name}"
	],
	deleteOrgSecret: ["DELETE /orgs/{org}/codespaces/secrets/{secret_name}"],
	deleteRepoSecret: [
      "DELETE /repos/{owner}/{repo}/codespaces/secrets/{secret_name}"
	],
	deleteSecretForAuthenticatedUser: [
      "DELETE /user/codespaces/secrets/{secret_name}"
	],
	exportForAuthenticatedUser: [
      "POST /user/codespaces/{codespace_name}/exports"
	],
	getCodespacesForUserInOrg: [
      "GET /orgs/{org}/members/{username}/codespaces"
	],
	getExportDetailsForAuthenticatedUser: [
      "GET /user/codespaces/{codespace_name}/exports/{export_id}"
	],
	getForAuthenticatedUser: ["GET /user/codespaces/{codespace_name}"],
	getOrgPublicKey: ["GET /orgs/{org}/codespaces/secrets/public-key"],
	getOrgSecret: ["GET /orgs/{org}/codespaces/secrets/{secret_name}"],
	getPublicKeyForAuthenticatedUser: [
      "GET /user/codespaces/secrets/public-key"
	],
	getRepoPublicKey: [
      "GET /repos/{owner}/{repo}/codespaces/secrets/public-key"
	],
	getRepoSecret: [
      "GET /repos/{owner}/{repo}/codespaces/secrets/{secret_name}"
	],
	getSecretForAuthenticatedUser: [
      "GET /user/codespaces/secrets/{secret_name}"
	],
	listDevcontainersInRepositoryForAuthenticatedUser: [
      "GET /repos/{owner}/{repo}/codespaces/devcontainers"
	],
	listForAuthenticatedUser: ["GET /user/codespaces"],
	listInOrganization: [
      "GET /orgs/{org}/codespaces",
      {},
      { renamedParameters: { org_id: "org" } }
	],
	listInRepositoryForAuthenticatedUser: [
      "GET /repos/{owner}/{repo}/codespaces"
	],
	listOrgSecrets: ["GET /orgs/{org}/codespaces/secrets"],
	listRepoSecrets: ["GET /repos/{owner}/{repo}/codespaces/secrets"],
	listRepositoriesForSecretForAuthenticatedUser: [
      "GET /user/codespaces/secrets/{secret_name}/repositories"
	],
	listSecretsForAuthenticatedUser: ["GET /user/codespaces/secrets"],
	listSelectedReposForOrgSecret: [
      "GET /orgs/{org}/codespaces/secrets/{secret_name}/repositories"
	],
	preFlightWithRepoForAuthenticatedUser: [
      "GET /repos/{owner}/{repo}/codespaces/new"
	],
	publishForAuthenticatedUser: [
      "POST /user/codespaces/{codespace_name}/publish"
	],
	removeRepositoryForSecretForAuthenticatedUser: [
      "DELETE /user/codespaces/secrets/{secret_name}/repositories/{repository_id}"
	],
	removeSelectedRepoFromOrgSecret: [
      "DELETE /orgs/{org}/codespaces/secrets/{secret_name}/repositories/{repository_id}"
	],
	repoMachinesForAuthenticatedUser: [
      "GET /repos/{owner}/{repo}/codespaces/machines"
	],
	setRepositoriesForSecretForAuthenticatedUser: [
      "PUT /user/codespaces/secrets/{secret_name}/repositories"
	],
	setSelectedReposForOrgSecret: [
      "PUT /orgs/{org}/codespaces/secrets/{secret_name}/repositories"
	],
	startForAuthenticatedUser: ["POST /user/codespaces/{codespace_name}/start"],
	stopForAuthenticatedUser: ["POST /user/codespaces/{codespace_name}/stop"],
	stopInOrganization: [
      "POST /orgs/{org}/members/{username}/codespaces/{codespace_name}/stop"
	],
	updateForAuthenticatedUser: ["PATCH /user/codespaces/{codespace_name}"]
  },
  copilot: {
	addCopilotSeatsForTeams: [
      "POST /orgs/{org}/copilot/billing/selected_teams"
	],
	addCopilotSeatsForUsers: [
      "POST /orgs/{org}/copilot/billing/selected_users"
	],
	cancelCopilotSeatAssignmentForTeams: [
      "DELETE /orgs/{org}/copilot/billing/selected_teams"
	],
	cancelCopilotSeatAssignmentForUsers: [
      "DELETE /orgs/{org}/copilot/billing/selected_users"
	],
	copilotMetricsForOrganization: ["GET /orgs/{org}/copilot/metrics"],
	copilotMetricsForTeam: ["GET /orgs/{org}/team/{team_slug}/copilot/metrics"],
	getCopilotOrganizationDetails: ["GET /orgs/{org}/copilot/billing"],
	getCopilotSeatDetailsForUser: [
      "GET /orgs/{org}/members/{username}/copilot"
	],
	listCopilotSeats: ["GET /orgs/{org}/copilot/billing/seats"]
  },
  credentials: { revoke: ["POST /credentials/revoke"] },
  dependabot: {
	addSelectedRepoToOrgSecret: [
      "PUT /orgs/{org}/dependabot/secrets/{secret_name}/repositories/{repository_id}"
	],
	createOrUpdateOrgSecret: [
      "PUT /orgs/{org}/dependabot/secrets/{secret_name}"
	],
	createOrUpdateRepoSecret: [
      "PUT /repos/{owner}/{repo}/dependabot/secrets/{secret_name}"
	],
	deleteOrgSecret: ["DELETE /orgs/{org}/dependabot/secrets/{secret_name}"],
	deleteRepoSecret: [
      "DELETE /repos/{owner}/{repo}/dependabot/secrets/{secret_name}"
	],
	getAlert: ["GET /repos/{owner}/{repo}/dependabot/alerts/{alert_number}"],
	getOrgPublicKey: ["GET /orgs/{org}/dependabot/secrets/public-key"],
	getOrgSecret: ["GET /orgs/{org}/dependabot/secrets/{secret_name}"],
	getRepoPublicKey: [
      "GET /repos/{owner}/{repo}/dependabot/secrets/public-key"
	],
	getRepoSecret: [
      "GET /repos/{owner}/{repo}/dependabot/secrets/{secret_name}"
	],
	listAlertsForEnterprise: [
      "GET /enterprises/{enterprise}/dependabot/alerts"
	],
	listAlertsForOrg: ["GET /orgs/{org}/dependabot/alerts"],
	listAlertsForRepo: ["GET /repos/{owner}/{repo}/dependabot/alerts"],
	listOrgSecrets: ["GET /orgs/{org}/dependabot/secrets"],
	listRepoSecrets: ["GET /repos/{owner}/{repo}/dependabot/secrets"],
	listSelectedReposForOrgSecret: [
      "GET /orgs/{org}/dependabot/secrets/{secret_name}/repositories"
	],
	removeSelectedRepoFromOrgSecret: [
      "DELETE /orgs/{org}/dependabot/secrets/{secret_name}/repositories/{repository_id}"
	],
	repositoryAccessForOrg: [
      "GET /organizations/{org}/dependabot/repository-access"
	],
	setRepositoryAccessDefaultLevel: [
      "PUT /organizations/{org}/dependabot/repository-access/default-level"
	],
	setSelectedReposForOrgSecret: [
      "PUT /orgs/{org}/dependabot/secrets/{secret_name}/repositories"
	],
	updateAlert: [
      "PATCH /repos/{owner}/{repo}/dependabot/alerts/{alert_number}"
	],
	updateRepositoryAccessForOrg: [
      "PATCH /organizations/{org}/dependabot/repository-access"
	]
  },
  dependencyGraph: {
	createRepositorySnapshot: [
      "POST /repos/{owner}/{repo}/dependency-graph/snapshots"
	],
	diffRange: [
      "GET /repos/{owner}/{repo}/dependency-graph/compare/{basehead}"
	],
	exportSbom: ["GET /repos/{owner}/{repo}/dependency-graph/sbom"]
  },
  emojis: { get: ["GET /emojis"] },
  enterpriseTeamMemberships: {
	add: [
      "PUT /enterprises/{enterprise}/teams/{enterprise-team}/memberships/{username}"
	],
	bulkAdd: [
      "POST /enterprises/{enterprise}/teams/{enterprise-team}/memberships/add"
	],
	bulkRemove: [
      "POST /enterprises/{enterprise}/teams/{enterprise-team}/memberships/remove"
	],
	get: [
      "GET /enterprises/{enterprise}/teams/{enterprise-team}/memberships/{username}"
	],
	list: ["GET /enterprises/{enterprise}/teams/{enterprise-team}/memberships"],
	remove: [
      "DELETE /enterprises/{enterprise}/teams/{enterprise-team}/memberships/{username}"
	]
  },
  enterpriseTeamOrganizations: {
	add: [
      "PUT /enterprises/{enterprise}/teams/{enterprise-team}/organizations/{org}"
	],
	bulkAdd: [
      "POST /enterprises/{enterprise}/teams/{enterprise-team}/organizations/add"
	],
	bulkRemove: [
      "POST /enterprises/{enterprise}/teams/{enterprise-team}/organizations/remove"
	],
	delete: [
      "DELETE /enterprises/{enterprise}/teams/{enterprise-team}/organizations/{org}"
	],
	getAssignment: [
      "GET /enterprises/{enterprise}/teams/{enterprise-team}/organizations/{org}"
	],
	getAssignments: [
      "GET /enterprises/{enterprise}/teams/{enterprise-team}/organizations"
	]
  },
  enterpriseTeams: {
	create: ["POST /enterprises/{enterprise}/teams"],
	delete: ["DELETE /enterprises/{enterprise}/teams/{team_slug}"],
	get: ["GET /enterprises/{enterprise}/teams/{team_slug}"],
	list: ["GET /enterprises/{enterprise}/teams"],
	update: ["PATCH /enterprises/{enterprise}/teams/{team_slug}"]
  },
  gists: {
	checkIsStarred: ["GET /gists/{gist_id}/star"],
	create: ["POST /gists"],
	createComment: ["POST /gists/{gist_id}/comments"],
	delete: ["DELETE /gists/{gist_id}"],
	deleteComment: ["DELETE /gists/{gist_id}/comments/{comment_id}"],
	fork: ["POST /gists/{gist_id}/forks"],
	get: ["GET /gists/{gist_id}"],
	getComment: ["GET /gists/{gist_id}/comments/{comment_id}"],
	getRevision: ["GET /gists/{gist_id}/{sha}"],
	list: ["GET /gists"],
	listComments: ["GET /gists/{gist_id}/comments"],
	listCommits: ["GET /gists/{gist_id}/commits"],
	listForUser: ["GET /users/{username}/gists"],
	listForks: ["GET /gists/{gist_id}/forks"],
	listPublic: ["GET /gists/public"],
	listStarred: ["GET /gists/starred"],
	star: ["PUT /gists/{gist_id}/star"],
	unstar: ["DELETE /gists/{gist_id}/star"],
	update: ["PATCH /gists/{gist_id}"],
	updateComment: ["PATCH /gists/{gist_id}/comments/{comment_id}"]
  },
  git: {
	createBlob: ["POST /repos/{owner}/{repo}/git/blobs"],
	createCommit: ["POST /repos/{owner}/{repo}/git/commits"],
	createRef: ["POST /repos/{owner}/{repo}/git/refs"],
	createTag: ["POST /repos/{owner}/{repo}/git/tags"],
	createTree: ["POST /repos/{owner}/{repo}/git/trees"],
	deleteRef: ["DELETE /repos/{owner}/{repo}/git/refs/{ref}"],
	getBlob: ["GET /repos/{owner}/{repo}/git/blobs/{file_sha}"],
	getCommit: ["GET /repos/{owner}/{repo}/git/commits/{commit_sha}"],
	getRef: ["GET /repos/{owner}/{repo}/git/ref/{ref}"],
	getTag: ["GET /repos/{owner}/{repo}/git/tags/{tag_sha}"],
	getTree: ["GET /repos/{owner}/{repo}/git/trees/{tree_sha}"],
	listMatchingRefs: ["GET /repos/{owner}/{repo}/git/matching-refs/{ref}"],
	updateRef: ["PATCH /repos/{owner}/{repo}/git/refs/{ref}"]
  },
  gitignore: {
	getAllTemplates: ["GET /gitignore/templates"],
	getTemplate: ["GET /gitignore/templates/{name}"]
  },
  hostedCompute: {
	createNetworkConfigurationForOrg: [
      "POST /orgs/{org}/settings/network-configurations"
	],
	deleteNetworkConfigurationFromOrg: [
      "DELETE /orgs/{org}/settings/network-configurations/{network_configuration_id}"
	],
	getNetworkConfigurationForOrg: [
      "GET /orgs/{org}/settings/network-configurations/{network_configuration_id}"
	],
	getNetworkSettingsForOrg: [
      "GET /orgs/{org}/settings/network-settings/{network_settings_id}"
	],
	listNetworkConfigurationsForOrg: [
      "GET /orgs/{org}/settings/network-configurations"
	],
	updateNetworkConfigurationForOrg: [
      "PATCH /orgs/{org}/settings/network-configurations/{network_configuration_id}"
	]
  },
  interactions: {
	getRestrictionsForAuthenticatedUser: ["GET /user/interaction-limits"],
	getRestrictionsForOrg: ["GET /orgs/{org}/interaction-limits"],
	getRestrictionsForRepo: ["GET /repos/{owner}/{repo}/interaction-limits"],
	getRestrictionsForYourPublicRepos: [
      "GET /user/interaction-limits",
      {},
      { renamed: ["interactions", "getRestrictionsForAuthenticatedUser"] }
	],
	removeRestrictionsForAuthenticatedUser: ["DELETE /user/interaction-limits"],
	removeRestrictionsForOrg: ["DELETE /orgs/{org}/interaction-limits"],
	removeRestrictionsForRepo: [
      "DELETE /repos/{owner}/{repo}/interaction-limits"
	],
	removeRestrictionsForYourPublicRepos: [
      "DELETE /user/interaction-limits",
      {},
      { renamed: ["interactions", "removeRestrictionsForAuthenticatedUser"] }
	],
	setRestrictionsForAuthenticatedUser: ["PUT /user/interaction-limits"],
	setRestrictionsForOrg: ["PUT /orgs/{org}/interaction-limits"],
	setRestrictionsForRepo: ["PUT /repos/{owner}/{repo}/interaction-limits"],
	setRestrictionsForYourPublicRepos: [
      "PUT /user/interaction-limits",
      {},
      { renamed: ["interactions", "setRestrictionsForAuthenticatedUser"] }
	]
  },
  issues: {
	addAssignees: [
      "POST /repos/{owner}/{repo}/issues/{issue_number}/assignees"
	],
	addBlockedByDependency: [
      "POST /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by"
	],
	addLabels: ["POST /repos/{owner}/{repo}/issues/{issue_number}/labels"],
	addSubIssue: [
      "POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues"
	],
	checkUserCanBeAssigned: ["GET /repos/{owner}/{repo}/assignees/{assignee}"],
	checkUserCanBeAssignedToIssue: [
      "GET /repos/{owner}/{repo}/issues/{issue_number}/assignees/{assignee}"
	],
	create: ["POST /repos/{owner}/{repo}/issues"],
	createComment: [
      "POST /repos/{owner}/{repo}/issues/{issue_number}/comments"
	],
	createLabel: ["POST /repos/{owner}/{repo}/labels"],
	createMilestone: ["POST /repos/{owner}/{repo}/milestones"],
	deleteComment: [
      "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}"
	],
	deleteLabel: ["DELETE /repos/{owner}/{repo}/labels/{name}"],
	deleteMilestone: [
      "DELETE /repos/{owner}/{repo}/milestones/{milestone_number}"
	],
	get: ["GET /repos/{owner}/{repo}/issues/{issue_number}"],
	getComment: ["GET /repos/{owner}/{repo}/issues/comments/{comment_id}"],
	getEvent: ["GET /repos/{owner}/{repo}/issues/events/{event_id}"],
	getLabel: ["GET /repos/{owner}/{repo}/labels/{name}"],
	getMilestone: ["GET /repos/{owner}/{repo}/milestones/{milestone_number}"],
	getParent: ["GET /repos/{owner}/{repo}/issues/{issue_number}/parent"],
	list: ["GET /issues"],
	listAssignees: ["GET /repos/{owner}/{repo}/assignees"],
	listComments: ["GET /repos/{owner}/{repo}/issues/{issue_number}/comments"],
	listCommentsForRepo: ["GET /repos/{owner}/{repo}/issues/comments"],
	listDependenciesBlockedBy: [
      "GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by"
	],
	listDependenciesBlocking: [
      "GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocking"
	],
	listEvents: ["GET /repos/{owner}/{repo}/issues/{issue_number}/events"],
	listEventsForRepo: ["GET /repos/{owner}/{repo}/issues/events"],
	listEventsForTimeline: [
      "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline"
	],
	listForAuthenticatedUser: ["GET /user/issues"],
	listForOrg: ["GET /orgs/{org}/issues"],
	listForRepo: ["GET /repos/{owner}/{repo}/issues"],
	listLabelsForMilestone: [
      "GET /repos/{owner}/{repo}/milestones/{milestone_number}/labels"
	],
	listLabelsForRepo: ["GET /repos/{owner}/{repo}/labels"],
	listLabelsOnIssue: [
      "GET /repos/{owner}/{repo}/issues/{issue_number}/labels"
	],
	listMilestones: ["GET /repos/{owner}/{repo}/milestones"],
	listSubIssues: [
      "GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues"
	],
	lock: ["PUT /repos/{owner}/{repo}/issues/{issue_number}/lock"],
	removeAllLabels: [
      "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels"
	],
	removeAssignees: [
      "DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees"
	],
	removeDependencyBlockedBy: [
      "DELETE /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by/{issue_id}"
	],
	removeLabel: [
      "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}"
	],
	removeSubIssue: [
      "DELETE /repos/{owner}/{repo}/issues/{issue_number}/sub_issue"
	],
	reprioritizeSubIssue: [
      "PATCH /repos/{owner}/{repo}/issues/{issue_number}/sub_issues/priority"
	],
	setLabels: ["PUT /repos/{owner}/{repo}/issues/{issue_number}/labels"],
	unlock: ["DELETE /repos/{owner}/{repo}/issues/{issue_number}/lock"],
	update: ["PATCH /repos/{owner}/{repo}/issues/{issue_number}"],
	updateComment: ["PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}"],
	updateLabel: ["PATCH /repos/{owner}/{repo}/labels/{name}"],
	updateMilestone: [
      "PATCH /repos/{owner}/{repo}/milestones/{milestone_number}"
	]
  },
  licenses: {
	get: ["GET /licenses/{license}"],
	getAllCommonlyUsed: ["GET /licenses"],
	getForRepo: ["GET /repos/{owner}/{repo}/license"]
  },
  markdown: {
	render: ["POST /markdown"],
	renderRaw: [
      "POST /markdown/raw",
      { headers: { "content-type": "text/plain; charset=utf-8" } }
	]
  },
  meta: {
	get: ["GET /meta"],
	getAllVersions: ["GET /versions"],
	getOctocat: ["GET /octocat"],
	getZen: ["GET /zen"],
	root: ["GET /"]
  },
  migrations: {
	deleteArchiveForAuthenticatedUser: [
      "DELETE /user/migrations/{migration_id}/archive"
	],
	deleteArchiveForOrg: [
      "DELETE /orgs/{org}/migrations/{migration_id}/archive"
	],
	downloadArchiveForOrg: [
      "GET /orgs/{org}/migrations/{migration_id}/archive"
	],
	getArchiveForAuthenticatedUser: [
      "GET /user/migrations/{migration_id}/archive"
	],
	getStatusForAuthenticatedUser: ["GET /user/migrations/{migration_id}"],
	getStatusForOrg: ["GET /orgs/{org}/migrations/{migration_id}"],
	listForAuthenticatedUser: ["GET /user/migrations"],
	listForOrg: ["GET /orgs/{org}/migrations"],
	listReposForAuthenticatedUser: [
      "GET /user/migrations/{migration_id}/repositories"
	],
	listReposForOrg: ["GET /orgs/{org}/migrations/{migration_id}/repositories"],
	listReposForUser: [
      "GET /user/migrations/{migration_id}/repositories",
      {},
      { renamed: ["migrations", "listReposForAuthenticatedUser"] }
	],
	startForAuthenticatedUser: ["POST /user/migrations"],
	startForOrg: ["POST /orgs/{org}/migrations"],
	unlockRepoForAuthenticatedUser: [
      "DELETE /user/migrations/{migration_id}/repos/{repo_name}/lock"
	],
	unlockRepoForOrg: [
      "DELETE /orgs/{org}/migrations/{migration_id}/repos/{repo_name}/lock"
	]
  },
  oidc: {
	getOidcCustomSubTemplateForOrg: [
      "GET /orgs/{org}/actions/oidc/customization/sub"
	],
	updateOidcCustomSubTemplateForOrg: [
      "PUT /orgs/{org}/actions/oidc/customization/sub"
	]
  },
  orgs: {
	addSecurityManagerTeam: [
      "PUT /orgs/{org}/security-managers/teams/{team_slug}",
      {},
      {
		deprecated: "octokit.rest.orgs.addSecurityManagerTeam() is deprecated, see https://docs.github.com/rest/orgs/security-managers#add-a-security-manager-team"
      }
	],
	assignTeamToOrgRole: [
      "PUT /orgs/{org}/organization-roles/teams/{team_slug}/{role_id}"
	],
	assignUserToOrgRole: [
      "PUT /orgs/{org}/organization-roles/users/{username}/{role_id}"
	],
	blockUser: ["PUT /orgs/{org}/blocks/{username}"],
	cancelInvitation: ["DELETE /orgs/{org}/invitations/{invitation_id}"],
	checkBlockedUser: ["GET /orgs/{org}/blocks/{username}"],
	checkMembershipForUser: ["GET /orgs/{org}/members/{username}"],
	checkPublicMembershipForUser: ["GET /orgs/{org}/public_members/{username}"],
	convertMemberToOutsideCollaborator: [
      "PUT /orgs/{org}/outside_collaborators/{username}"
	],
	createArtifactStorageRecord: [
      "POST /orgs/{org}/artifacts/metadata/storage-record"
	],
	createInvitation: ["POST /orgs/{org}/invitations"],
	createIssueType: ["POST /orgs/{org}/issue-types"],
	createWebhook: ["POST /orgs/{org}/hooks"],
	customPropertiesForOrgsCreateOrUpdateOrganizationValues: [
      "PATCH /organizations/{org}/org-properties/values"
	],
	customPropertiesForOrgsGetOrganizationValues: [
      "GET /organizations/{org}/org-properties/values"
	],
	customPropertiesForReposCreateOrUpdateOrganizationDefinition: [
      "PUT /orgs/{org}/properties/schema/{custom_property_name}"
	],
	customPropertiesForReposCreateOrUpdateOrganizationDefinitions: [
      "PATCH /orgs/{org}/properties/schema"
	],
	customPropertiesForReposCreateOrUpdateOrganizationValues: [
      "PATCH /orgs/{org}/properties/values"
	],
	customPropertiesForReposDeleteOrganizationDefinition: [
      "DELETE /orgs/{org}/properties/schema/{custom_property_name}"
	],
	customPropertiesForReposGetOrganizationDefinition: [
      "GET /orgs/{org}/properties/schema/{custom_property_name}"
	],
	customPropertiesForReposGetOrganizationDefinitions: [
      "GET /orgs/{org}/properties/schema"
	],
	customPropertiesForReposGetOrganizationValues: [
      "GET /orgs/{org}/properties/values"
	],
	delete: ["DELETE /orgs/{org}"],
	deleteAttestationsBulk: ["POST /orgs/{org}/attestations/delete-request"],
	deleteAttestationsById: [
      "DELETE /orgs/{org}/attestations/{attestation_id}"
	],
	deleteAttestationsBySubjectDigest: [
      "DELETE /orgs/{org}/attestations/digest/{subject_digest}"
	],
	deleteIssueType: ["DELETE /orgs/{org}/issue-types/{issue_type_id}"],
	deleteWebhook: ["DELETE /orgs/{org}/hooks/{hook_id}"],
	disableSelectedRepositoryImmutableReleasesOrganization: [
      "DELETE /orgs/{org}/settings/immutable-releases/repositories/{repository_id}"
	],
	enableSelectedRepositoryImmutableReleasesOrganization: [
      "PUT /orgs/{org}/settings/immutable-releases/repositories/{repository_id}"
	],
	get: ["GET /orgs/{org}"],
	getImmutableReleasesSettings: [
      "GET /orgs/{org}/settings/immutable-releases"
	],
	getImmutableReleasesSettingsRepositories: [
      "GET /orgs/{org}/settings/immutable-releases/repositories"
	],
	getMembershipForAuthenticatedUser: ["GET /user/memberships/orgs/{org}"],
	getMembershipForUser: ["GET /orgs/{org}/memberships/{username}"],
	getOrgRole: ["GET /orgs/{org}/organization-roles/{role_id}"],
	getOrgRulesetHistory: ["GET /orgs/{org}/rulesets/{ruleset_id}/history"],
	getOrgRulesetVersion: [
      "GET /orgs/{org}/rulesets/{ruleset_id}/history/{version_id}"
	],
	getWebhook: ["GET /orgs/{org}/hooks/{hook_id}"],
	getWebhookConfigForOrg: ["GET /orgs/{org}/hooks/{hook_id}/config"],
	getWebhookDelivery: [
      "GET /orgs/{org}/hooks/{hook_id}/deliveries/{delivery_id}"
	],
	list: ["GET /organizations"],
	listAppInstallations: ["GET /orgs/{org}/installations"],
	listArtifactStorageRecords: [
      "GET /orgs/{org}/artifacts/{subject_digest}/metadata/storage-records"
	],
	listAttestationRepositories: ["GET /orgs/{org}/attestations/repositories"],
	listAttestations: ["GET /orgs/{org}/attestations/{subject_digest}"],
	listAttestationsBulk: [
      "POST /orgs/{org}/attestations/bulk-list{?per_page,before,after}"
	],
	listBlockedUsers: ["GET /orgs/{org}/blocks"],
	listFailedInvitations: ["GET /orgs/{org}/failed_invitations"],
	listForAuthenticatedUser: ["GET /user/orgs"],
	listForUser: ["GET /users/{username}/orgs"],
	listInvitationTeams: ["GET /orgs/{org}/invitations/{invitation_id}/teams"],
	listIssueTypes: ["GET /orgs/{org}/issue-types"],
	listMembers: ["GET /orgs/{org}/members"],
	listMembershipsForAuthenticatedUser: ["GET /user/memberships/orgs"],
	listOrgRoleTeams: ["GET /orgs/{org}/organization-roles/{role_id}/teams"],
	listOrgRoleUsers: ["GET /orgs/{org}/organization-roles/{role_id}/users"],
	listOrgRoles: ["GET /orgs/{org}/organization-roles"],
	listOrganizationFineGrainedPermissions: [
      "GET /orgs/{org}/organization-fine-grained-permissions"
	],
	listOutsideCollaborators: ["GET /orgs/{org}/outside_collaborators"],
	listPatGrantRepositories: [
      "GET /orgs/{org}/personal-access-tokens/{pat_id}/repositories"
	],
	listPatGrantRequestRepositories: [
      "GET /orgs/{org}/personal-access-token-requests/{pat_request_id}/repositories"
	],
	listPatGrantRequests: ["GET /orgs/{org}/personal-access-token-requests"],
	listPatGrants: ["GET /orgs/{org}/personal-access-tokens"],
	listPendingInvitations: ["GET /orgs/{org}/invitations"],
	listPublicMembers: ["GET /orgs/{org}/public_members"],
	listSecurityManagerTeams: [
      "GET /orgs/{org}/security-managers",
      {},
      {
		deprecated: "octokit.rest.orgs.listSecurityManagerTeams() is deprecated, see https://docs.github.com/rest/orgs/security-managers#list-security-manager-teams"
      }
	],
	listWebhookDeliveries: ["GET /orgs/{org}/hooks/{hook_id}/deliveries"],
	listWebhooks: ["GET /orgs/{org}/hooks"],
	pingWebhook: ["POST /orgs/{org}/hooks/{hook_id}/pings"],
	redeliverWebhookDelivery: [
      "POST /orgs/{org}/hooks/{hook_id}/deliveries/{delivery_id}/attempts"
	],
	removeMember: ["DELETE /orgs/{org}/members/{username}"],
	removeMembershipForUser: ["DELETE /orgs/{org}/memberships/{username}"],
	removeOutsideCollaborator: [
      "DELETE /orgs/{org}/outside_collaborators/{username}"
	],
	removePublicMembershipForAuthenticatedUser: [
      "DELETE /orgs/{org}/public_members/{username}"
	],
	removeSecurityManagerTeam: [
      "DELETE /orgs/{org}/security-managers/teams/{team_slug}",
      {},
      {
		deprecated: "octokit.rest.orgs.removeSecurityManagerTeam() is deprecated, see https://docs.github.com/rest/orgs/security-managers#remove-a-security-manager-team"
      }
	],
	reviewPatGrantRequest: [
      "POST /orgs/{org}/personal-access-token-requests/{pat_request_id}"
	],
	reviewPatGrantRequestsInBulk: [
      "POST /orgs/{org}/personal-access-token-requests"
	],
	revokeAllOrgRolesTeam: [
      "DELETE /orgs/{org}/organization-roles/teams/{team_slug}"
	],
	revokeAllOrgRolesUser: [
      "DELETE /orgs/{org}/organization-roles/users/{username}"
	],
	revokeOrgRoleTeam: [
      "DELETE /orgs/{org}/organization-roles/teams/{team_slug}/{role_id}"
	],
	revokeOrgRoleUser: [
      "DELETE /orgs/{org}/organization-roles/users/{username}/{role_id}"
	],
	setImmutableReleasesSettings: [
      "PUT /orgs/{org}/settings/immutable-releases"
	],
	setImmutableReleasesSettingsRepositories: [
      "PUT /orgs/{org}/settings/immutable-releases/repositories"
	],
	setMembershipForUser: ["PUT /orgs/{org}/memberships/{username}"],
	setPublicMembershipForAuthenticatedUser: [
      "PUT /orgs/{org}/public_members/{username}"
	],
	unblockUser: ["DELETE /orgs/{org}/blocks/{username}"],
	update: ["PATCH /orgs/{org}"],
	updateIssueType: ["PUT /orgs/{org}/issue-types/{issue_type_id}"],
	updateMembershipForAuthenticatedUser: [
      "PATCH /user/memberships/orgs/{org}"
	],
	updatePatAccess: ["POST /orgs/{org}/personal-access-tokens/{pat_id}"],
	updatePatAccesses: ["POST /orgs/{org}/personal-access-tokens"],
	updateWebhook: ["PATCH /orgs/{org}/hooks/{hook_id}"],
	updateWebhookConfigForOrg: ["PATCH /orgs/{org}/hooks/{hook_id}/config"]
  },
  packages: {
	deletePackageForAuthenticatedUser: [
      "DELETE /user/packages/{package_type}/{package_name}"
	],
	deletePackageForOrg: [
      "DELETE /orgs/{org}/packages/{package_type}/{package_name}"
	],
	deletePackageForUser: [
      "DELETE /users/{username}/packages/{package_type}/{package_name}"
	],
	deletePackageVersionForAuthenticatedUser: [
      "DELETE /user/packages/{package_type}/{package_name}/versions/{package_version_id}"
	],
	deletePackageVersionForOrg: [
      "DELETE /orgs/{org}/packages/{package_type}/{package_name}/versions/{package_version_id}"
	],
	deletePackageVersionForUser: [
      "DELETE /users/{username}/packages/{package_type}/{package_name}/versions/{package_version_id}"
	],
	getAllPackageVersionsForAPackageOwnedByAnOrg: [
      "GET /orgs/{org}/packages/{package_type}/{package_name}/versions",
      {},
      { renamed: ["packages", "getAllPackageVersionsForPackageOwnedByOrg"] }
	],
	getAllPackageVersionsForAPackageOwnedByTheAuthenticatedUser: [
      "GET /user/packages/{package_type}/{package_name}/versions",
      {},
      {
		renamed: [
          "packages",
          "getAllPackageVersionsForPackageOwnedByAuthenticatedUser"
		]
      }
	],
	getAllPackageVersionsForPackageOwnedByAuthenticatedUser: [
      "GET /user/packages/{package_type}/{package_name}/versions"
	],
	getAllPackageVersionsForPackageOwnedByOrg: [
      "GET /orgs/{org}/packages/{package_type}/{package_name}/versions"
	],
	getAllPackageVersionsForPackageOwnedByUser: [
      "GET /users/{username}/packages/{package_type}/{package_name}/versions"
	],
	getPackageForAuthenticatedUser: [
      "GET /user/packages/{package_type}/{package_name}"
	],
	getPackageForOrganization: [
      "GET /orgs/{org}/packages/{package_type}/{package_name}"
	],
	getPackageForUser: [
      "GET /users/{username}/packages/{package_type}/{package_name}"
	],
	getPackageVersionForAuthenticatedUser: [
      "GET /user/packages/{package_type}/{package_name}/versions/{package_version_id}"
	],
	getPackageVersionForOrganization: [
      "GET /orgs/{org}/packages/{package_type}/{package_name}/versions/{package_version_id}"
	],
	getPackageVersionForUser: [
      "GET /users/{username}/packages/{package_type}/{package_name}/versions/{package_version_id}"
	],
	listDockerMigrationConflictingPackagesForAuthenticatedUser: [
      "GET /user/docker/conflicts"
	],
	listDockerMigrationConflictingPackagesForOrganization: [
      "GET /orgs/{org}/docker/conflicts"
	],
	listDockerMigrationConflictingPackagesForUser: [
      "GET /users/{username}/docker/conflicts"
	],
	listPackagesForAuthenticatedUser: ["GET /user/packages"],
	listPackagesForOrganization: ["GET /orgs/{org}/packages"],
	listPackagesForUser: ["GET /users/{username}/packages"],
	restorePackageForAuthenticatedUser: [
      "POST /user/packages/{package_type}/{package_name}/restore{?token}"
	],
	restorePackageForOrg: [
      "POST /orgs/{org}/packages/{package_type}/{package_name}/restore{?token}"
	],
	restorePackageForUser: [
      "POST /users/{username}/packages/{package_type}/{package_name}/restore{?token}"
	],
	restorePackageVersionForAuthenticatedUser: [
      "POST /user/packages/{package_type}/{package_name}/versions/{package_version_id}/restore"
	],
	restorePackageVersionForOrg: [
      "POST /orgs/{org}/packages/{package_type}/{package_name}/versions/{package_version_id}/restore"
	],
	restorePackageVersionForUser: [
      "POST /users/{username}/packages/{package_type}/{package_name}/versions/{package_version_id}/restore"
	]
  },
  privateRegistries: {
	createOrgPrivateRegistry: ["POST /orgs/{org}/private-registries"],
	deleteOrgPrivateRegistry: [
      "DELETE /orgs/{org}/private-registries/{secret_name}"
	],
	getOrgPrivateRegistry: ["GET /orgs/{org}/private-registries/{secret_name}"],
	getOrgPublicKey: ["GET /orgs/{org}/private-registries/public-key"],
	listOrgPrivateRegistries: ["GET /orgs/{org}/private-registries"],
	updateOrgPrivateRegistry: [
      "PATCH /orgs/{org}/private-registries/{secret_name}"
	]
  },
  projects: {
	addItemForOrg: ["POST /orgs/{org}/projectsV2/{project_number}/items"],
	addItemForUser: [
      "POST /users/{username}/projectsV2/{project_number}/items"
	],
	deleteItemForOrg: [
      "DELETE /orgs/{org}/projectsV2/{project_number}/items/{item_id}"
	],
	deleteItemForUser: [
      "DELETE /users/{username}/projectsV2/{project_number}/items/{item_id}"
	],
	getFieldForOrg: [
      "GET /orgs/{org}/projectsV2/{project_number}/fields/{field_id}"
	],
	getFieldForUser: [
      "GET /users/{username}/projectsV2/{project_number}/fields/{field_id}"
	],
	getForOrg: ["GET /orgs/{org}/projectsV2/{project_number}"],
	getForUser: ["GET /users/{username}/projectsV2/{project_number}"],
	getOrgItem: ["GET /orgs/{org}/projectsV2/{project_number}/items/{item_id}"],
	getUserItem: [
      "GET /users/{username}/projectsV2/{project_number}/items/{item_id}"
	],
	listFieldsForOrg: ["GET /orgs/{org}/projectsV2/{project_number}/fields"],
	listFieldsForUser: [
      "GET /users/{username}/projectsV2/{project_number}/fields"
	],
	listForOrg: ["GET /orgs/{org}/projectsV2"],
	listForUser: ["GET /users/{username}/projectsV2"],
	listItemsForOrg: ["GET /orgs/{org}/projectsV2/{project_number}/items"],
	listItemsForUser: [
      "GET /users/{username}/projectsV2/{project_number}/items"
	],
	updateItemForOrg: [
      "PATCH /orgs/{org}/projectsV2/{project_number}/items/{item_id}"
	],
	updateItemForUser: [
      "PATCH /users/{username}/projectsV2/{project_number}/items/{item_id}"
	]
  },
  pulls: {
	checkIfMerged: ["GET /repos/{owner}/{repo}/pulls/{pull_number}/merge"],
	create: ["POST /repos/{owner}/{repo}/pulls"],
	createReplyForReviewComment: [
      "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies"
	],
	createReview: ["POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews"],
	createReviewComment: [
      "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments"
	],
	deletePendingReview: [
      "DELETE /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}"
	],
	deleteReviewComment: [
      "DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}"
	],
	dismissReview: [
      "PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals"
	],
	get: ["GET /repos/{owner}/{repo}/pulls/{pull_number}"],
	getReview: [
      "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}"
	],
	getReviewComment: ["GET /repos/{owner}/{repo}/pulls/comments/{comment_id}"],
	list: ["GET /repos/{owner}/{repo}/pulls"],
	listCommentsForReview: [
      "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments"
	],
	listCommits: ["GET /repos/{owner}/{repo}/pulls/{pull_number}/commits"],
	listFiles: ["GET /repos/{owner}/{repo}/pulls/{pull_number}/files"],
	listRequestedReviewers: [
      "GET /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers"
	],
	listReviewComments: [
      "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments"
	],
	listReviewCommentsForRepo: ["GET /repos/{owner}/{repo}/pulls/comments"],
	listReviews: ["GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews"],
	merge: ["PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge"],
	removeRequestedReviewers: [
      "DELETE /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers"
	],
	requestReviewers: [
      "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers"
	],
	submitReview: [
      "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events"
	],
	update: ["PATCH /repos/{owner}/{repo}/pulls/{pull_number}"],
	updateBranch: [
      "PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch"
	],
	updateReview: [
      "PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}"
	],
	updateReviewComment: [
      "PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}"
	]
  },
  rateLimit: { get: ["GET /rate_limit"] },
  reactions: {
	createForCommitComment: [
      "POST /repos/{owner}/{repo}/comments/{comment_id}/reactions"
	],
	createForIssue: [
      "POST /repos/{owner}/{repo}/issues/{issue_number}/reactions"
	],
	createForIssueComment: [
      "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions"
	],
	createForPullRequestReviewComment: [
      "POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions"
	],
	createForRelease: [
      "POST /repos/{owner}/{repo}/releases/{release_id}/reactions"
	],
	createForTeamDiscussionCommentInOrg: [
      "POST /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}/reactions"
	],
	createForTeamDiscussionInOrg: [
      "POST /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/reactions"
	],
	deleteForCommitComment: [
      "DELETE /repos/{owner}/{repo}/comments/{comment_id}/reactions/{reaction_id}"
	],
	deleteForIssue: [
      "DELETE /repos/{owner}/{repo}/issues/{issue_number}/reactions/{reaction_id}"
	],
	deleteForIssueComment: [
      "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}"
	],
	deleteForPullRequestComment: [
      "DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions/{reaction_id}"
	],
	deleteForRelease: [
      "DELETE /repos/{owner}/{repo}/releases/{release_id}/reactions/{reaction_id}"
	],
	deleteForTeamDiscussion: [
      "DELETE /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/reactions/{reaction_id}"
	],
	deleteForTeamDiscussionComment: [
      "DELETE /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}/reactions/{reaction_id}"
	],
	listForCommitComment: [
      "GET /repos/{owner}/{repo}/comments/{comment_id}/reactions"
	],
	listForIssue: ["GET /repos/{owner}/{repo}/issues/{issue_number}/reactions"],
	listForIssueComment: [
      "GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions"
	],
	listForPullRequestReviewComment: [
      "GET /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions"
	],
	listForRelease: [
      "GET /repos/{owner}/{repo}/releases/{release_id}/reactions"
	],
	listForTeamDiscussionCommentInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}/reactions"
	],
	listForTeamDiscussionInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/reactions"
	]
  },
  repos: {
	acceptInvitation: [
      "PATCH /user/repository_invitations/{invitation_id}",
      {},
      { renamed: ["repos", "acceptInvitationForAuthenticatedUser"] }
	],
	acceptInvitationForAuthenticatedUser: [
      "PATCH /user/repository_invitations/{invitation_id}"
	],
	addAppAccessRestrictions: [
      "POST /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/apps",
      {},
      { mapToData: "apps" }
	],
	addCollaborator: ["PUT /repos/{owner}/{repo}/collaborators/{username}"],
	addStatusCheckContexts: [
      "POST /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks/contexts",
      {},
      { mapToData: "contexts" }
	],
	addTeamAccessRestrictions: [
      "POST /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/teams",
      {},
      { mapToData: "teams" }
	],
	addUserAccessRestrictions: [
      "POST /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/users",
      {},
      { mapToData: "users" }
	],
	cancelPagesDeployment: [
      "POST /repos/{owner}/{repo}/pages/deployments/{pages_deployment_id}/cancel"
	],
	checkAutomatedSecurityFixes: [
      "GET /repos/{owner}/{repo}/automated-security-fixes"
	],
	checkCollaborator: ["GET /repos/{owner}/{repo}/collaborators/{username}"],
	checkImmutableReleases: ["GET /repos/{owner}/{repo}/immutable-releases"],
	checkPrivateVulnerabilityReporting: [
      "GET /repos/{owner}/{repo}/private-vulnerability-reporting"
	],
	checkVulnerabilityAlerts: [
      "GET /repos/{owner}/{repo}/vulnerability-alerts"
	],
	codeownersErrors: ["GET /repos/{owner}/{repo}/codeowners/errors"],
	compareCommits: ["GET /repos/{owner}/{repo}/compare/{base}...{head}"],
	compareCommitsWithBasehead: [
      "GET /repos/{owner}/{repo}/compare/{basehead}"
	],
	createAttestation: ["POST /repos/{owner}/{repo}/attestations"],
	createAutolink: ["POST /repos/{owner}/{repo}/autolinks"],
	createCommitComment: [
      "POST /repos/{owner}/{repo}/commits/{commit_sha}/comments"
	],
	createCommitSignatureProtection: [
      "POST /repos/{owner}/{repo}/branches/{branch}/protection/required_signatures"
	],
	createCommitStatus: ["POST /repos/{owner}/{repo}/statuses/{sha}"],
	createDeployKey: ["POST /repos/{owner}/{repo}/keys"],
	createDeployment: ["POST /repos/{owner}/{repo}/deployments"],
	createDeploymentBranchPolicy: [
      "POST /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies"
	],
	createDeploymentProtectionRule: [
      "POST /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules"
	],
	createDeploymentStatus: [
      "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses"
	],
	createDispatchEvent: ["POST /repos/{owner}/{repo}/dispatches"],
	createForAuthenticatedUser: ["POST /user/repos"],
	createFork: ["POST /repos/{owner}/{repo}/forks"],
	createInOrg: ["POST /orgs/{org}/repos"],
	createOrUpdateEnvironment: [
      "PUT /repos/{owner}/{repo}/environments/{environment_name}"
	],
	createOrUpdateFileContents: ["PUT /repos/{owner}/{repo}/contents/{path}"],
	createOrgRuleset: ["POST /orgs/{org}/rulesets"],
	createPagesDeployment: ["POST /repos/{owner}/{repo}/pages/deployments"],
	createPagesSite: ["POST /repos/{owner}/{repo}/pages"],
	createRelease: ["POST /repos/{owner}/{repo}/releases"],
	createRepoRuleset: ["POST /repos/{owner}/{repo}/rulesets"],
	createUsingTemplate: [
      "POST /repos/{template_owner}/{template_repo}/generate"
	],
	createWebhook: ["POST /repos/{owner}/{repo}/hooks"],
	customPropertiesForReposCreateOrUpdateRepositoryValues: [
      "PATCH /repos/{owner}/{repo}/properties/values"
	],
	customPropertiesForReposGetRepositoryValues: [
      "GET /repos/{owner}/{repo}/properties/values"
	],
	declineInvitation: [
      "DELETE /user/repository_invitations/{invitation_id}",
      {},
      { renamed: ["repos", "declineInvitationForAuthenticatedUser"] }
	],
	declineInvitationForAuthenticatedUser: [
      "DELETE /user/repository_invitations/{invitation_id}"
	],
	delete: ["DELETE /repos/{owner}/{repo}"],
	deleteAccessRestrictions: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/restrictions"
	],
	deleteAdminBranchProtection: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/enforce_admins"
	],
	deleteAnEnvironment: [
      "DELETE /repos/{owner}/{repo}/environments/{environment_name}"
	],
	deleteAutolink: ["DELETE /repos/{owner}/{repo}/autolinks/{autolink_id}"],
	deleteBranchProtection: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection"
	],
	deleteCommitComment: ["DELETE /repos/{owner}/{repo}/comments/{comment_id}"],
	deleteCommitSignatureProtection: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/required_signatures"
	],
	deleteDeployKey: ["DELETE /repos/{owner}/{repo}/keys/{key_id}"],
	deleteDeployment: [
      "DELETE /repos/{owner}/{repo}/deployments/{deployment_id}"
	],
	deleteDeploymentBranchPolicy: [
      "DELETE /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies/{branch_policy_id}"
	],
	deleteFile: ["DELETE /repos/{owner}/{repo}/contents/{path}"],
	deleteInvitation: [
      "DELETE /repos/{owner}/{repo}/invitations/{invitation_id}"
	],
	deleteOrgRuleset: ["DELETE /orgs/{org}/rulesets/{ruleset_id}"],
	deletePagesSite: ["DELETE /repos/{owner}/{repo}/pages"],
	deletePullRequestReviewProtection: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/required_pull_request_reviews"
	],
	deleteRelease: ["DELETE /repos/{owner}/{repo}/releases/{release_id}"],
	deleteReleaseAsset: [
      "DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}"
	],
	deleteRepoRuleset: ["DELETE /repos/{owner}/{repo}/rulesets/{ruleset_id}"],
	deleteWebhook: ["DELETE /repos/{owner}/{repo}/hooks/{hook_id}"],
	disableAutomatedSecurityFixes: [
      "DELETE /repos/{owner}/{repo}/automated-security-fixes"
	],
	disableDeploymentProtectionRule: [
      "DELETE /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules/{protection_rule_id}"
	],
	disableImmutableReleases: [
      "DELETE /repos/{owner}/{repo}/immutable-releases"
	],
	disablePrivateVulnerabilityReporting: [
      "DELETE /repos/{owner}/{repo}/private-vulnerability-reporting"
	],
	disableVulnerabilityAlerts: [
      "DELETE /repos/{owner}/{repo}/vulnerability-alerts"
	],
	downloadArchive: [
      "GET /repos/{owner}/{repo}/zipball/{ref}",
      {},
      { renamed: ["repos", "downloadZipballArchive"] }
	],
	downloadTarballArchive: ["GET /repos/{owner}/{repo}/tarball/{ref}"],
	downloadZipballArchive: ["GET /repos/{owner}/{repo}/zipball/{ref}"],
	enableAutomatedSecurityFixes: [
      "PUT /repos/{owner}/{repo}/automated-security-fixes"
	],
	enableImmutableReleases: ["PUT /repos/{owner}/{repo}/immutable-releases"],
	enablePrivateVulnerabilityReporting: [
      "PUT /repos/{owner}/{repo}/private-vulnerability-reporting"
	],
	enableVulnerabilityAlerts: [
      "PUT /repos/{owner}/{repo}/vulnerability-alerts"
	],
	generateReleaseNotes: [
      "POST /repos/{owner}/{repo}/releases/generate-notes"
	],
	get: ["GET /repos/{owner}/{repo}"],
	getAccessRestrictions: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/restrictions"
	],
	getAdminBranchProtection: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/enforce_admins"
	],
	getAllDeploymentProtectionRules: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules"
	],
	getAllEnvironments: ["GET /repos/{owner}/{repo}/environments"],
	getAllStatusCheckContexts: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks/contexts"
	],
	getAllTopics: ["GET /repos/{owner}/{repo}/topics"],
	getAppsWithAccessToProtectedBranch: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/apps"
	],
	getAutolink: ["GET /repos/{owner}/{repo}/autolinks/{autolink_id}"],
	getBranch: ["GET /repos/{owner}/{repo}/branches/{branch}"],
	getBranchProtection: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection"
	],
	getBranchRules: ["GET /repos/{owner}/{repo}/rules/branches/{branch}"],
	getClones: ["GET /repos/{owner}/{repo}/traffic/clones"],
	getCodeFrequencyStats: ["GET /repos/{owner}/{repo}/stats/code_frequency"],
	getCollaboratorPermissionLevel: [
      "GET /repos/{owner}/{repo}/collaborators/{username}/permission"
	],
	getCombinedStatusForRef: ["GET /repos/{owner}/{repo}/commits/{ref}/status"],
	getCommit: ["GET /repos/{owner}/{repo}/commits/{ref}"],
	getCommitActivityStats: ["GET /repos/{owner}/{repo}/stats/commit_activity"],
	getCommitComment: ["GET /repos/{owner}/{repo}/comments/{comment_id}"],
	getCommitSignatureProtection: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/required_signatures"
	],
	getCommunityProfileMetrics: ["GET /repos/{owner}/{repo}/community/profile"],
	getContent: ["GET /repos/{owner}/{repo}/contents/{path}"],
	getContributorsStats: ["GET /repos/{owner}/{repo}/stats/contributors"],
	getCustomDeploymentProtectionRule: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules/{protection_rule_id}"
	],
	getDeployKey: ["GET /repos/{owner}/{repo}/keys/{key_id}"],
	getDeployment: ["GET /repos/{owner}/{repo}/deployments/{deployment_id}"],
	getDeploymentBranchPolicy: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies/{branch_policy_id}"
	],
	getDeploymentStatus: [
      "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses/{status_id}"
	],
	getEnvironment: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}"
	],
	getLatestPagesBuild: ["GET /repos/{owner}/{repo}/pages/builds/latest"],
	getLatestRelease: ["GET /repos/{owner}/{repo}/releases/latest"],
	getOrgRuleSuite: ["GET /orgs/{org}/rulesets/rule-suites/{rule_suite_id}"],
	getOrgRuleSuites: ["GET /orgs/{org}/rulesets/rule-suites"],
	getOrgRuleset: ["GET /orgs/{org}/rulesets/{ruleset_id}"],
	getOrgRulesets: ["GET /orgs/{org}/rulesets"],
	getPages: ["GET /repos/{owner}/{repo}/pages"],
	getPagesBuild: ["GET /repos/{owner}/{repo}/pages/builds/{build_id}"],
	getPagesDeployment: [
      "GET /repos/{owner}/{repo}/pages/deployments/{pages_deployment_id}"
	],
	getPagesHealthCheck: ["GET /repos/{owner}/{repo}/pages/health"],
	getParticipationStats: ["GET /repos/{owner}/{repo}/stats/participation"],
	getPullRequestReviewProtection: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/required_pull_request_reviews"
	],
	getPunchCardStats: ["GET /repos/{owner}/{repo}/stats/punch_card"],
	getReadme: ["GET /repos/{owner}/{repo}/readme"],
	getReadmeInDirectory: ["GET /repos/{owner}/{repo}/readme/{dir}"],
	getRelease: ["GET /repos/{owner}/{repo}/releases/{release_id}"],
	getReleaseAsset: ["GET /repos/{owner}/{repo}/releases/assets/{asset_id}"],
	getReleaseByTag: ["GET /repos/{owner}/{repo}/releases/tags/{tag}"],
	getRepoRuleSuite: [
      "GET /repos/{owner}/{repo}/rulesets/rule-suites/{rule_suite_id}"
	],
	getRepoRuleSuites: ["GET /repos/{owner}/{repo}/rulesets/rule-suites"],
	getRepoRuleset: ["GET /repos/{owner}/{repo}/rulesets/{ruleset_id}"],
	getRepoRulesetHistory: [
      "GET /repos/{owner}/{repo}/rulesets/{ruleset_id}/history"
	],
	getRepoRulesetVersion: [
      "GET /repos/{owner}/{repo}/rulesets/{ruleset_id}/history/{version_id}"
	],
	getRepoRulesets: ["GET /repos/{owner}/{repo}/rulesets"],
	getStatusChecksProtection: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks"
	],
	getTeamsWithAccessToProtectedBranch: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/teams"
	],
	getTopPaths: ["GET /repos/{owner}/{repo}/traffic/popular/paths"],
	getTopReferrers: ["GET /repos/{owner}/{repo}/traffic/popular/referrers"],
	getUsersWithAccessToProtectedBranch: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/users"
	],
	getViews: ["GET /repos/{owner}/{repo}/traffic/views"],
	getWebhook: ["GET /repos/{owner}/{repo}/hooks/{hook_id}"],
	getWebhookConfigForRepo: [
      "GET /repos/{owner}/{repo}/hooks/{hook_id}/config"
	],
	getWebhookDelivery: [
      "GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries/{delivery_id}"
	],
	listActivities: ["GET /repos/{owner}/{repo}/activity"],
	listAttestations: [
      "GET /repos/{owner}/{repo}/attestations/{subject_digest}"
	],
	listAutolinks: ["GET /repos/{owner}/{repo}/autolinks"],
	listBranches: ["GET /repos/{owner}/{repo}/branches"],
	listBranchesForHeadCommit: [
      "GET /repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head"
	],
	listCollaborators: ["GET /repos/{owner}/{repo}/collaborators"],
	listCommentsForCommit: [
      "GET /repos/{owner}/{repo}/commits/{commit_sha}/comments"
	],
	listCommitCommentsForRepo: ["GET /repos/{owner}/{repo}/comments"],
	listCommitStatusesForRef: [
      "GET /repos/{owner}/{repo}/commits/{ref}/statuses"
	],
	listCommits: ["GET /repos/{owner}/{repo}/commits"],
	listContributors: ["GET /repos/{owner}/{repo}/contributors"],
	listCustomDeploymentRuleIntegrations: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules/apps"
	],
	listDeployKeys: ["GET /repos/{owner}/{repo}/keys"],
	listDeploymentBranchPolicies: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies"
	],
	listDeploymentStatuses: [
      "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses"
	],
	listDeployments: ["GET /repos/{owner}/{repo}/deployments"],
	listForAuthenticatedUser: ["GET /user/repos"],
	listForOrg: ["GET /orgs/{org}/repos"],
	listForUser: ["GET /users/{username}/repos"],
	listForks: ["GET /repos/{owner}/{repo}/forks"],
	listInvitations: ["GET /repos/{owner}/{repo}/invitations"],
	listInvitationsForAuthenticatedUser: ["GET /user/repository_invitations"],
	listLanguages: ["GET /repos/{owner}/{repo}/languages"],
	listPagesBuilds: ["GET /repos/{owner}/{repo}/pages/builds"],
	listPublic: ["GET /repositories"],
	listPullRequestsAssociatedWithCommit: [
      "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls"
	],
	listReleaseAssets: [
      "GET /repos/{owner}/{repo}/releases/{release_id}/assets"
	],
	listReleases: ["GET /repos/{owner}/{repo}/releases"],
	listTags: ["GET /repos/{owner}/{repo}/tags"],
	listTeams: ["GET /repos/{owner}/{repo}/teams"],
	listWebhookDeliveries: [
      "GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries"
	],
	listWebhooks: ["GET /repos/{owner}/{repo}/hooks"],
	merge: ["POST /repos/{owner}/{repo}/merges"],
	mergeUpstream: ["POST /repos/{owner}/{repo}/merge-upstream"],
	pingWebhook: ["POST /repos/{owner}/{repo}/hooks/{hook_id}/pings"],
	redeliverWebhookDelivery: [
      "POST /repos/{owner}/{repo}/hooks/{hook_id}/deliveries/{delivery_id}/attempts"
	],
	removeAppAccessRestrictions: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/apps",
      {},
      { mapToData: "apps" }
	],
	removeCollaborator: [
      "DELETE /repos/{owner}/{repo}/collaborators/{username}"
	],
	removeStatusCheckContexts: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks/contexts",
      {},
      { mapToData: "contexts" }
	],
	removeStatusCheckProtection: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks"
	],
	removeTeamAccessRestrictions: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/teams",
      {},
      { mapToData: "teams" }
	],
	removeUserAccessRestrictions: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/users",
      {},
      { mapToData: "users" }
	],
	renameBranch: ["POST /repos/{owner}/{repo}/branches/{branch}/rename"],
	replaceAllTopics: ["PUT /repos/{owner}/{repo}/topics"],
	requestPagesBuild: ["POST /repos/{owner}/{repo}/pages/builds"],
	setAdminBranchProtection: [
      "POST /repos/{owner}/{repo}/branches/{branch}/protection/enforce_admins"
	],
	setAppAccessRestrictions: [
      "PUT /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/apps",
      {},
      { mapToData: "apps" }
	],
	setStatusCheckContexts: [
      "PUT /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks/contexts",
      {},
      { mapToData: "contexts" }
	],
	setTeamAccessRestrictions: [
      "PUT /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/teams",
      {},
      { mapToData: "teams" }
	],
	setUserAccessRestrictions: [
      "PUT /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/users",
      {},
      { mapToData: "users" }
	],
	testPushWebhook: ["POST /repos/{owner}/{repo}/hooks/{hook_id}/tests"],
	transfer: ["POST /repos/{owner}/{repo}/transfer"],
	update: ["PATCH /repos/{owner}/{repo}"],
	updateBranchProtection: [
      "PUT /repos/{owner}/{repo}/branches/{branch}/protection"
	],
	updateCommitComment: ["PATCH /repos/{owner}/{repo}/comments/{comment_id}"],
	updateDeploymentBranchPolicy: [
      "PUT /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies/{branch_policy_id}"
	],
	updateInformationAboutPagesSite: ["PUT /repos/{owner}/{repo}/pages"],
	updateInvitation: [
      "PATCH /repos/{owner}/{repo}/invitations/{invitation_id}"
	],
	updateOrgRuleset: ["PUT /orgs/{org}/rulesets/{ruleset_id}"],
	updatePullRequestReviewProtection: [
      "PATCH /repos/{owner}/{repo}/branches/{branch}/protection/required_pull_request_reviews"
	],
	updateRelease: ["PATCH /repos/{owner}/{repo}/releases/{release_id}"],
	updateReleaseAsset: [
      "PATCH /repos/{owner}/{repo}/releases/assets/{asset_id}"
	],
	updateRepoRuleset: ["PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}"],
	updateStatusCheckPotection: [
      "PATCH /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks",
      {},
      { renamed: ["repos", "updateStatusCheckProtection"] }
	],
	updateStatusCheckProtection: [
      "PATCH /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks"
	],
	updateWebhook: ["PATCH /repos/{owner}/{repo}/hooks/{hook_id}"],
	updateWebhookConfigForRepo: [
      "PATCH /repos/{owner}/{repo}/hooks/{hook_id}/config"
	],
	uploadReleaseAsset: [
      "POST /repos/{owner}/{repo}/releases/{release_id}/assets{?name,label}",
      { baseUrl: "https://uploads.github.com" }
	]
  },
  search: {
	code: ["GET /search/code"],
	commits: ["GET /search/commits"],
	issuesAndPullRequests: ["GET /search/issues"],
	labels: ["GET /search/labels"],
	repos: ["GET /search/repositories"],
	topics: ["GET /search/topics"],
	users: ["GET /search/users"]
  },
  secretScanning: {
	createPushProtectionBypass: [
      "POST /repos/{owner}/{repo}/secret-scanning/push-protection-bypasses"
	],
	getAlert: [
      "GET /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}"
	],
	getScanHistory: ["GET /repos/{owner}/{repo}/secret-scanning/scan-history"],
	listAlertsForOrg: ["GET /orgs/{org}/secret-scanning/alerts"],
	listAlertsForRepo: ["GET /repos/{owner}/{repo}/secret-scanning/alerts"],
	listLocationsForAlert: [
      "GET /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}/locations"
	],
	listOrgPatternConfigs: [
      "GET /orgs/{org}/secret-scanning/pattern-configurations"
	],
	updateAlert: [
      "PATCH /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}"
	],
	updateOrgPatternConfigs: [
      "PATCH /orgs/{org}/secret-scanning/pattern-configurations"
	]
  },
  securityAdvisories: {
	createFork: [
      "POST /repos/{owner}/{repo}/security-advisories/{ghsa_id}/forks"
	],
	createPrivateVulnerabilityReport: [
      "POST /repos/{owner}/{repo}/security-advisories/reports"
	],
	createRepositoryAdvisory: [
      "POST /repos/{owner}/{repo}/security-advisories"
	],
	createRepositoryAdvisoryCveRequest: [
      "POST /repos/{owner}/{repo}/security-advisories/{ghsa_id}/cve"
	],
	getGlobalAdvisory: ["GET /advisories/{ghsa_id}"],
	getRepositoryAdvisory: [
      "GET /repos/{owner}/{repo}/security-advisories/{ghsa_id}"
	],
	listGlobalAdvisories: ["GET /advisories"],
	listOrgRepositoryAdvisories: ["GET /orgs/{org}/security-advisories"],
	listRepositoryAdvisories: ["GET /repos/{owner}/{repo}/security-advisories"],
	updateRepositoryAdvisory: [
      "PATCH /repos/{owner}/{repo}/security-advisories/{ghsa_id}"
	]
  },
  teams: {
	addOrUpdateMembershipForUserInOrg: [
      "PUT /orgs/{org}/teams/{team_slug}/memberships/{username}"
	],
	addOrUpdateRepoPermissionsInOrg: [
      "PUT /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}"
	],
	checkPermissionsForRepoInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}"
	],
	create: ["POST /orgs/{org}/teams"],
	createDiscussionCommentInOrg: [
      "POST /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments"
	],
	createDiscussionInOrg: ["POST /orgs/{org}/teams/{team_slug}/discussions"],
	deleteDiscussionCommentInOrg: [
      "DELETE /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}"
	],
	deleteDiscussionInOrg: [
      "DELETE /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}"
	],
	deleteInOrg: ["DELETE /orgs/{org}/teams/{team_slug}"],
	getByName: ["GET /orgs/{org}/teams/{team_slug}"],
	getDiscussionCommentInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}"
	],
	getDiscussionInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}"
	],
	getMembershipForUserInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/memberships/{username}"
	],
	list: ["GET /orgs/{org}/teams"],
	listChildInOrg: ["GET /orgs/{org}/teams/{team_slug}/teams"],
	listDiscussionCommentsInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments"
	],
	listDiscussionsInOrg: ["GET /orgs/{org}/teams/{team_slug}/discussions"],
	listForAuthenticatedUser: ["GET /user/teams"],
	listMembersInOrg: ["GET /orgs/{org}/teams/{team_slug}/members"],
	listPendingInvitationsInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/invitations"
	],
	listReposInOrg: ["GET /orgs/{org}/teams/{team_slug}/repos"],
	removeMembershipForUserInOrg: [
      "DELETE /orgs/{org}/teams/{team_slug}/memberships/{username}"
	],
	removeRepoInOrg: [
      "DELETE /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}"
	],
	updateDiscussionCommentInOrg: [
      "PATCH /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}"
	],
	updateDiscussionInOrg: [
      "PATCH /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}"
	],
	updateInOrg: ["PATCH /orgs/{org}/teams/{team_slug}"]
  },
  users: {
	addEmailForAuthenticated: [
      "POST /user/emails",
      {},
      { renamed: ["users", "addEmailForAuthenticatedUser"] }
	],
	addEmailForAuthenticatedUser: ["POST /user/emails"],
	addSocialAccountForAuthenticatedUser: ["POST /user/social_accounts"],
	block: ["PUT /user/blocks/{username}"],
	checkBlocked: ["GET /user/blocks/{username}"],
	checkFollowingForUser: ["GET /users/{username}/following/{target_user}"],
	checkPersonIsFollowedByAuthenticated: ["GET /user/following/{username}"],
	createGpgKeyForAuthenticated: [
      "POST /user/gpg_keys",
      {},
      { renamed: ["users", "createGpgKeyForAuthenticatedUser"] }
	],
	createGpgKeyForAuthenticatedUser: ["POST /user/gpg_keys"],
	createPublicSshKeyForAuthenticated: [
      "POST /user/keys",
      {},
      { renamed: ["users", "createPublicSshKeyForAuthenticatedUser"] }
	],
	createPublicSshKeyForAuthenticatedUser: ["POST /user/keys"],
	createSshSigningKeyForAuthenticatedUser: ["POST /user/ssh_signing_keys"],
	deleteAttestationsBulk: [
      "POST /users/{username}/attestations/delete-request"
	],
	deleteAttestationsById: [
      "DELETE /users/{username}/attestations/{attestation_id}"
	],
	deleteAttestationsBySubjectDigest: [
      "DELETE /users/{username}/attestations/digest/{subject_digest}"
	],
	deleteEmailForAuthenticated: [
      "DELETE /user/emails",
      {},
      { renamed: ["users", "deleteEmailForAuthenticatedUser"] }
	],
	deleteEmailForAuthenticatedUser: ["DELETE /user/emails"],
	deleteGpgKeyForAuthenticated: [
      "DELETE /user/gpg_keys/{gpg_key_id}",
      {},
      { renamed: ["users", "deleteGpgKeyForAuthenticatedUser"] }
	],
	deleteGpgKeyForAuthenticatedUser: ["DELETE /user/gpg_keys/{gpg_key_id}"],
	deletePublicSshKeyForAuthenticated: [
      "DELETE /user/keys/{key_id}",
      {},
      { renamed: ["users", "deletePublicSshKeyForAuthenticatedUser"] }
	],
	deletePublicSshKeyForAuthenticatedUser: ["DELETE /user/keys/{key_id}"],
	deleteSocialAccountForAuthenticatedUser: ["DELETE /user/social_accounts"],
	deleteSshSigningKeyForAuthenticatedUser: [
      "DELETE /user/ssh_signing_keys/{ssh_signing_key_id}"
	],
	follow: ["PUT /user/following/{username}"],
	getAuthenticated: ["GET /user"],
	getById: ["GET /user/{account_id}"],
	getByUsername: ["GET /users/{username}"],
	getContextForUser: ["GET /users/{username}/hovercard"],
	getGpgKeyForAuthenticated: [
      "GET /user/gpg_keys/{gpg_key_id}",
      {},
      { renamed: ["users", "getGpgKeyForAuthenticatedUser"] }
	],
	getGpgKeyForAuthenticatedUser: ["GET /user/gpg_keys/{gpg_key_id}"],
	getPublicSshKeyForAuthenticated: [
      "GET /user/keys/{key_id}",
      {},
      { renamed: ["users", "getPublicSshKeyForAuthenticatedUser"] }
	],
	getPublicSshKeyForAuthenticatedUser: ["GET /user/keys/{key_id}"],
	getSshSigningKeyForAuthenticatedUser: [
      "GET /user/ssh_signing_keys/{ssh_signing_key_id}"
	],
	list: ["GET /users"],
	listAttestations: ["GET /users/{username}/attestations/{subject_digest}"],
	listAttestationsBulk: [
      "POST /users/{username}/attestations/bulk-list{?per_page,before,after}"
	],
	listBlockedByAuthenticated: [
      "GET /user/blocks",
      {},
      { renamed: ["users", "listBlockedByAuthenticatedUser"] }
	],
	listBlockedByAuthenticatedUser: ["GET /user/blocks"],
	listEmailsForAuthenticated: [
      "GET /user/emails",
      {},
      { renamed: ["users", "listEmailsForAuthenticatedUser"] }
	],
	listEmailsForAuthenticatedUser: ["GET /user/emails"],
	listFollowedByAuthenticated: [
      "GET /user/following",
      {},
      { renamed: ["users", "listFollowedByAuthenticatedUser"] }
	],
	listFollowedByAuthenticatedUser: ["GET /user/following"],
	listFollowersForAuthenticatedUser: ["GET /user/followers"],
	listFollowersForUser: ["GET /users/{username}/followers"],
	listFollowingForUser: ["GET /users/{username}/following"],
	listGpgKeysForAuthenticated: [
      "GET /user/gpg_keys",
      {},
      { renamed: ["users", "listGpgKeysForAuthenticatedUser"] }
	],
	listGpgKeysForAuthenticatedUser: ["GET /user/gpg_keys"],
	listGpgKeysForUser: ["GET /users/{username}/gpg_keys"],
	listPublicEmailsForAuthenticated: [
      "GET /user/public_emails",
      {},
      { renamed: ["users", "listPublicEmailsForAuthenticatedUser"] }
	],
	listPublicEmailsForAuthenticatedUser: ["GET /user/public_emails"],
	listPublicKeysForUser: ["GET /users/{username}/keys"],
	listPublicSshKeysForAuthenticated: [
      "GET /user/keys",
      {},
      { renamed: ["users", "listPublicSshKeysForAuthenticatedUser"] }
	],
	listPublicSshKeysForAuthenticatedUser: ["GET /user/keys"],
	listSocialAccountsForAuthenticatedUser: ["GET /user/social_accounts"],
	listSocialAccountsForUser: ["GET /users/{username}/social_accounts"],
	listSshSigningKeysForAuthenticatedUser: ["GET /user/ssh_signing_keys"],
	listSshSigningKeysForUser: ["GET /users/{username}/ssh_signing_keys"],
	setPrimaryEmailVisibilityForAuthenticated: [
      "PATCH /user/email/visibility",
      {},
      { renamed: ["users", "setPrimaryEmailVisibilityForAuthenticatedUser"] }
	],
	setPrimaryEmailVisibilityForAuthenticatedUser: [
      "PATCH /user/email/visibility"
	],
	unblock: ["DELETE /user/blocks/{username}"],
	unfollow: ["DELETE /user/following/{username}"],
	updateAuthenticated: ["PATCH /user"]
  }
};
var endpoints_default = Endpoints;


;// ./node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/endpoints-to-methods.js

const endpointMethodsMap = /* @__PURE__ */ new Map();
for (const [scope, endpoints] of Object.entries(endpoints_default)) {
  for (const [methodName, endpoint] of Object.entries(endpoints)) {
	const [route, defaults, decorations] = endpoint;
	const [method, url] = route.split(/ /);
	const endpointDefaults = Object.assign(
      {
		method,
		url
      },
      defaults
	);
	if (!endpointMethodsMap.has(scope)) {
      endpointMethodsMap.set(scope, /* @__PURE__ */ new Map());
	}
	endpointMethodsMap.get(scope).set(methodName, {
      scope,
      methodName,
      endpointDefaults,
      decorations
	});
  }
}
const handler = {
  has({ scope }, methodName) {
	return endpointMethodsMap.get(scope).has(methodName);
  },
  getOwnPropertyDescriptor(target, methodName) {
	return {
      value: this.get(target, methodName),
      configurable: true,
      writable: true,
      enumerable: true
	};
  },
  defineProperty(target, methodName, descriptor) {
	Object.defineProperty(target.cache, methodName, descriptor);
	return true;
  },
  deleteProperty(target, methodName) {
	delete target.cache[methodName];
	return true;
  },
  ownKeys({ scope }) {
	return [...endpointMethodsMap.get(scope).keys()];
  },
  set(target, methodName, value) {
	return target.cache[methodName] = value;
  },
  get({ octokit, scope, cache }, methodName) {
	if (cache[methodName]) {
      return cache[methodName];
	}
	const method = endpointMethodsMap.get(scope).get(methodName);
	if (!method) {
      return void 0;
	}
	const { endpointDefaults, decorations } = method;
	if (decorations) {
      cache[methodName] = decorate(
		octokit,
		scope,
		methodName,
		endpointDefaults,
		decorations
      );
	} else {
      cache[methodName] = octokit.request.defaults(endpointDefaults);
	}
	return cache[methodName];
  }
};
function endpointsToMethods(octokit) {
  const newMethods = {};
  for (const scope of endpointMethodsMap.keys()) {
	newMethods[scope] = new Proxy({ octokit, scope, cache: {} }, handler);
  }
  return newMethods;
}
function decorate(octokit, scope, methodName, defaults, decorations) {
  const requestWithDefaults = octokit.request.defaults(defaults);
  function withDecorations(...args) {
	let options = requestWithDefaults.endpoint.merge(...args);
	if (decorations.mapToData) {
      options = Object.assign({}, options, {
		data: options[decorations.mapToData],
		[decorations.mapToData]: void 0
      });
      return requestWithDefaults(options);
	}
	if (decorations.renamed) {
      const [newScope, newMethodName] = decorations.renamed;
      octokit.log.warn(
		`octokit.${scope}.${methodName}() has been renamed to octokit.${newScope}.${newMethodName}()`
      );
	}
	if (decorations.deprecated) {
      octokit.log.warn(decorations.deprecated);
	}
	if (decorations.renamedParameters) {
      const options2 = requestWithDefaults.endpoint.merge(...args);
      for (const [name, alias] of Object.entries(
		decorations.renamedParameters
      )) {
		if (name in options2) {
          octokit.log.warn(
			`"${name}" parameter is deprecated for "octokit.${scope}.${methodName}()". Use "${alias}" instead`
          );
          if (!(alias in options2)) {
			options2[alias] = options2[name];
          }
          delete options2[name];
		}
      }
      return requestWithDefaults(options2);
	}
	return requestWithDefaults(...args);
  }
  return Object.assign(withDecorations, requestWithDefaults);
}


;// ./node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/index.js


function restEndpointMethods(octokit) {
  const api = endpointsToMethods(octokit);
  return {
	rest: api
  };
}
restEndpointMethods.VERSION = dist_src_version_VERSION;
function legacyRestEndpointMethods(octokit) {
  const api = endpointsToMethods(octokit);
  return {
	...api,
	rest: api
  };
}
legacyRestEndpointMethods.VERSION = dist_src_version_VERSION;


;// ./node_modules/@octokit/plugin-paginate-rest/dist-bundle/index.js
var plugin_paginate_rest_dist_bundle_VERSION = "0.0.0-development";

function normalizePaginatedListResponse(response) {
  if (!response.data) {
	return {
      ...response,
      data: []
	};
  }
  const responseNeedsNormalization = ("total_count" in response.data || "total_commits" in response.data) && !("url" in response.data);
  if (!responseNeedsNormalization) return response;
  const incompleteResults = response.data.incomplete_results;
  const repositorySelection = response.data.repository_selection;
  const totalCount = response.data.total_count;
  const totalCommits = response.data.total_commits;
  delete response.data.incomplete_results;
  delete response.data.repository_selection;
  delete response.data.total_count;
  delete response.data.total_commits;
  const namespaceKey = Object.keys(response.data)[0];
  const data = response.data[namespaceKey];
  response.data = data;
  if (typeof incompleteResults !== "undefined") {
	response.data.incomplete_results = incompleteResults;
  }
  if (typeof repositorySelection !== "undefined") {
	response.data.repository_selection = repositorySelection;
  }
  response.data.total_count = totalCount;
  response.data.total_commits = totalCommits;
  return response;
}

function iterator(octokit, route, parameters) {
  const options = typeof route === "function" ? route.endpoint(parameters) : octokit.request.endpoint(route, parameters);
  const requestMethod = typeof route === "function" ? route : octokit.request;
  const method = options.method;
  const headers = options.headers;
  let url = options.url;
  return {
	[Symbol.asyncIterator]: () => ({
      async next() {
		if (!url) return { done: true };
		try {
          const response = await requestMethod({ method, url, headers });
          const normalizedResponse = normalizePaginatedListResponse(response);
          url = ((normalizedResponse.headers.link || "").match(
			/<([^<>]+)>;\s*rel="next"/
          ) || [])[1];
          if (!url && "total_commits" in normalizedResponse.data) {
			const parsedUrl = new URL(normalizedResponse.url);
			const params = parsedUrl.searchParams;
			const page = parseInt(params.get("page") || "1", 10);
			const per_page = parseInt(params.get("per_page") || "250", 10);
			if (page * per_page < normalizedResponse.data.total_commits) {
              params.set("page", String(page + 1));
              url = parsedUrl.toString();
			}
          }
          return { value: normalizedResponse };
		} catch (error) {
          if (error.status !== 409) throw error;
          url = "";
          return {
			value: {
              status: 200,
              headers: {},
              data: []
			}
          };
		}
      }
	})
  };
}

function paginate(octokit, route, parameters, mapFn) {
  if (typeof parameters === "function") {
	mapFn = parameters;
	parameters = void 0;
  }
  return gather(
	octokit,
	[],
	iterator(octokit, route, parameters)[Symbol.asyncIterator](),
	mapFn
  );
}
function gather(octokit, results, iterator2, mapFn) {
  return iterator2.next().then((result) => {
	if (result.done) {
      return results;
	}
	let earlyExit = false;
	function done() {
      earlyExit = true;
	}
	results = results.concat(
      mapFn ? mapFn(result.value, done) : result.value.data
	);
	if (earlyExit) {
      return results;
	}
	return gather(octokit, results, iterator2, mapFn);
  });
}

var composePaginateRest = Object.assign(paginate, {
  iterator
});

var paginatingEndpoints = (/* unused pure expression or super */ null && ([
  "GET /advisories",
  "GET /app/hook/deliveries",
  "GET /app/installation-requests",
  "GET /app/installations",
  "GET /assignments/{assignment_id}/accepted_assignments",
  "GET /classrooms",
  "GET /classrooms/{classroom_id}/assignments",
  "GET /enterprises/{enterprise}/code-security/configurations",
  "GET /enterprises/{enterprise}/code-security/configurations/{configuration_id}/repositories",
  "GET /enterprises/{enterprise}/dependabot/alerts",
  "GET /enterprises/{enterprise}/teams",
  "GET /enterprises/{enterprise}/teams/{enterprise-team}/memberships",
  "GET /enterprises/{enterprise}/teams/{enterprise-team}/organizations",
  "GET /events",
  "GET /gists",
  "GET /gists/public",
  "GET /gists/starred",
  "GET /gists/{gist_id}/comments",
  "GET /gists/{gist_id}/commits",
  "GET /gists/{gist_id}/forks",
  "GET /installation/repositories",
  "GET /issues",
  "GET /licenses",
  "GET /marketplace_listing/plans",
  "GET /marketplace_listing/plans/{plan_id}/accounts",
  "GET /marketplace_listing/stubbed/plans",
  "GET /marketplace_listing/stubbed/plans/{plan_id}/accounts",
  "GET /networks/{owner}/{repo}/events",
  "GET /notifications",
  "GET /organizations",
  "GET /organizations/{org}/dependabot/repository-access",
  "GET /orgs/{org}/actions/cache/usage-by-repository",
  "GET /orgs/{org}/actions/hosted-runners",
  "GET /orgs/{org}/actions/permissions/repositories",
  "GET /orgs/{org}/actions/permissions/self-hosted-runners/repositories",
  "GET /orgs/{org}/actions/runner-groups",
  "GET /orgs/{org}/actions/runner-groups/{runner_group_id}/hosted-runners",
  "GET /orgs/{org}/actions/runner-groups/{runner_group_id}/repositories",
  "GET /orgs/{org}/actions/runner-groups/{runner_group_id}/runners",
  "GET /orgs/{org}/actions/runners",
  "GET /orgs/{org}/actions/secrets",
  "GET /orgs/{org}/actions/secrets/{secret_name}/repositories",
  "GET /orgs/{org}/actions/variables",
  "GET /orgs/{org}/actions/variables/{name}/repositories",
  "GET /orgs/{org}/attestations/repositories",
  "GET /orgs/{org}/attestations/{subject_digest}",
  "GET /orgs/{org}/blocks",
  "GET /orgs/{org}/campaigns",
  "GET /orgs/{org}/code-scanning/alerts",
  "GET /orgs/{org}/code-security/configurations",
  "GET /orgs/{org}/code-security/configurations/{configuration_id}/repositories",
  "GET /orgs/{org}/codespaces",
  "GET /orgs/{org}/codespaces/secrets",
  "GET /orgs/{org}/codespaces/secrets/{secret_name}/repositories",
  "GET /orgs/{org}/copilot/billing/seats",
  "GET /orgs/{org}/copilot/metrics",
  "GET /orgs/{org}/dependabot/alerts",
  "GET /orgs/{org}/dependabot/secrets",
  "GET /orgs/{org}/dependabot/secrets/{secret_name}/repositories",
  "GET /orgs/{org}/events",
  "GET /orgs/{org}/failed_invitations",
  "GET /orgs/{org}/hooks",
  "GET /orgs/{org}/hooks/{hook_id}/deliveries",
  "GET /orgs/{org}/insights/api/route-stats/{actor_type}/{actor_id}",
  "GET /orgs/{org}/insights/api/subject-stats",
  "GET /orgs/{org}/insights/api/user-stats/{user_id}",
  "GET /orgs/{org}/installations",
  "GET /orgs/{org}/invitations",
  "GET /orgs/{org}/invitations/{invitation_id}/teams",
  "GET /orgs/{org}/issues",
  "GET /orgs/{org}/members",
  "GET /orgs/{org}/members/{username}/codespaces",
  "GET /orgs/{org}/migrations",
  "GET /orgs/{org}/migrations/{migration_id}/repositories",
  "GET /orgs/{org}/organization-roles/{role_id}/teams",
  "GET /orgs/{org}/organization-roles/{role_id}/users",
  "GET /orgs/{org}/outside_collaborators",
  "GET /orgs/{org}/packages",
  "GET /orgs/{org}/packages/{package_type}/{package_name}/versions",
  "GET /orgs/{org}/personal-access-token-requests",
  "GET /orgs/{org}/personal-access-token-requests/{pat_request_id}/repositories",
  "GET /orgs/{org}/personal-access-tokens",
  "GET /orgs/{org}/personal-access-tokens/{pat_id}/repositories",
  "GET /orgs/{org}/private-registries",
  "GET /orgs/{org}/projects",
  "GET /orgs/{org}/projectsV2",
  "GET /orgs/{org}/projectsV2/{project_number}/fields",
  "GET /orgs/{org}/projectsV2/{project_number}/items",
  "GET /orgs/{org}/properties/values",
  "GET /orgs/{org}/public_members",
  "GET /orgs/{org}/repos",
  "GET /orgs/{org}/rulesets",
  "GET /orgs/{org}/rulesets/rule-suites",
  "GET /orgs/{org}/rulesets/{ruleset_id}/history",
  "GET /orgs/{org}/secret-scanning/alerts",
  "GET /orgs/{org}/security-advisories",
  "GET /orgs/{org}/settings/immutable-releases/repositories",
  "GET /orgs/{org}/settings/network-configurations",
  "GET /orgs/{org}/team/{team_slug}/copilot/metrics",
  "GET /orgs/{org}/teams",
  "GET /orgs/{org}/teams/{team_slug}/discussions",
  "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments",
  "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}/reactions",
  "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/reactions",
  "GET /orgs/{org}/teams/{team_slug}/invitations",
  "GET /orgs/{org}/teams/{team_slug}/members",
  "GET /orgs/{org}/teams/{team_slug}/projects",
  "GET /orgs/{org}/teams/{team_slug}/repos",
  "GET /orgs/{org}/teams/{team_slug}/teams",
  "GET /projects/{project_id}/collaborators",
  "GET /repos/{owner}/{repo}/actions/artifacts",
  "GET /repos/{owner}/{repo}/actions/caches",
  "GET /repos/{owner}/{repo}/actions/organization-secrets",
  "GET /repos/{owner}/{repo}/actions/organization-variables",
  "GET /repos/{owner}/{repo}/actions/runners",
  "GET /repos/{owner}/{repo}/actions/runs",
  "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
  "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs",
  "GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs",
  "GET /repos/{owner}/{repo}/actions/secrets",
  "GET /repos/{owner}/{repo}/actions/variables",
  "GET /repos/{owner}/{repo}/actions/workflows",
  "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
  "GET /repos/{owner}/{repo}/activity",
  "GET /repos/{owner}/{repo}/assignees",
  "GET /repos/{owner}/{repo}/attestations/{subject_digest}",
  "GET /repos/{owner}/{repo}/branches",
  "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations",
  "GET /repos/{owner}/{repo}/check-suites/{check_suite_id}/check-runs",
  "GET /repos/{owner}/{repo}/code-scanning/alerts",
  "GET /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}/instances",
  "GET /repos/{owner}/{repo}/code-scanning/analyses",
  "GET /repos/{owner}/{repo}/codespaces",
  "GET /repos/{owner}/{repo}/codespaces/devcontainers",
  "GET /repos/{owner}/{repo}/codespaces/secrets",
  "GET /repos/{owner}/{repo}/collaborators",
  "GET /repos/{owner}/{repo}/comments",
  "GET /repos/{owner}/{repo}/comments/{comment_id}/reactions",
  "GET /repos/{owner}/{repo}/commits",
  "GET /repos/{owner}/{repo}/commits/{commit_sha}/comments",
  "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
  "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
  "GET /repos/{owner}/{repo}/commits/{ref}/check-suites",
  "GET /repos/{owner}/{repo}/commits/{ref}/status",
  "GET /repos/{owner}/{repo}/commits/{ref}/statuses",
  "GET /repos/{owner}/{repo}/compare/{basehead}",
  "GET /repos/{owner}/{repo}/compare/{base}...{head}",
  "GET /repos/{owner}/{repo}/contributors",
  "GET /repos/{owner}/{repo}/dependabot/alerts",
  "GET /repos/{owner}/{repo}/dependabot/secrets",
  "GET /repos/{owner}/{repo}/deployments",
  "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
  "GET /repos/{owner}/{repo}/environments",
  "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies",
  "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules/apps",
  "GET /repos/{owner}/{repo}/environments/{environment_name}/secrets",
  "GET /repos/{owner}/{repo}/environments/{environment_name}/variables",
  "GET /repos/{owner}/{repo}/events",
  "GET /repos/{owner}/{repo}/forks",
  "GET /repos/{owner}/{repo}/hooks",
  "GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries",
  "GET /repos/{owner}/{repo}/invitations",
  "GET /repos/{owner}/{repo}/issues",
  "GET /repos/{owner}/{repo}/issues/comments",
  "GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
  "GET /repos/{owner}/{repo}/issues/events",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocking",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/events",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/labels",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/reactions",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline",
  "GET /repos/{owner}/{repo}/keys",
  "GET /repos/{owner}/{repo}/labels",
  "GET /repos/{owner}/{repo}/milestones",
  "GET /repos/{owner}/{repo}/milestones/{milestone_number}/labels",
  "GET /repos/{owner}/{repo}/notifications",
  "GET /repos/{owner}/{repo}/pages/builds",
  "GET /repos/{owner}/{repo}/projects",
  "GET /repos/{owner}/{repo}/pulls",
  "GET /repos/{owner}/{repo}/pulls/comments",
  "GET /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments",
  "GET /repos/{owner}/{repo}/releases",
  "GET /repos/{owner}/{repo}/releases/{release_id}/assets",
  "GET /repos/{owner}/{repo}/releases/{release_id}/reactions",
  "GET /repos/{owner}/{repo}/rules/branches/{branch}",
  "GET /repos/{owner}/{repo}/rulesets",
  "GET /repos/{owner}/{repo}/rulesets/rule-suites",
  "GET /repos/{owner}/{repo}/rulesets/{ruleset_id}/history",
  "GET /repos/{owner}/{repo}/secret-scanning/alerts",
  "GET /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}/locations",
  "GET /repos/{owner}/{repo}/security-advisories",
  "GET /repos/{owner}/{repo}/stargazers",
  "GET /repos/{owner}/{repo}/subscribers",
  "GET /repos/{owner}/{repo}/tags",
  "GET /repos/{owner}/{repo}/teams",
  "GET /repos/{owner}/{repo}/topics",
  "GET /repositories",
  "GET /search/code",
  "GET /search/commits",
  "GET /search/issues",
  "GET /search/labels",
  "GET /search/repositories",
  "GET /search/topics",
  "GET /search/users",
  "GET /teams/{team_id}/discussions",
  "GET /teams/{team_id}/discussions/{discussion_number}/comments",
  "GET /teams/{team_id}/discussions/{discussion_number}/comments/{comment_number}/reactions",
  "GET /teams/{team_id}/discussions/{discussion_number}/reactions",
  "GET /teams/{team_id}/invitations",
  "GET /teams/{team_id}/members",
  "GET /teams/{team_id}/projects",
  "GET /teams/{team_id}/repos",
  "GET /teams/{team_id}/teams",
  "GET /user/blocks",
  "GET /user/codespaces",
  "GET /user/codespaces/secrets",
  "GET /user/emails",
  "GET /user/followers",
  "GET /user/following",
  "GET /user/gpg_keys",
  "GET /user/installations",
  "GET /user/installations/{installation_id}/repositories",
  "GET /user/issues",
  "GET /user/keys",
  "GET /user/marketplace_purchases",
  "GET /user/marketplace_purchases/stubbed",
  "GET /user/memberships/orgs",
  "GET /user/migrations",
  "GET /user/migrations/{migration_id}/repositories",
  "GET /user/orgs",
  "GET /user/packages",
  "GET /user/packages/{package_type}/{package_name}/versions",
  "GET /user/public_emails",
  "GET /user/repos",
  "GET /user/repository_invitations",
  "GET /user/social_accounts",
  "GET /user/ssh_signing_keys",
  "GET /user/starred",
  "GET /user/subscriptions",
  "GET /user/teams",
  "GET /users",
  "GET /users/{username}/attestations/{subject_digest}",
  "GET /users/{username}/events",
  "GET /users/{username}/events/orgs/{org}",
  "GET /users/{username}/events/public",
  "GET /users/{username}/followers",
  "GET /users/{username}/following",
  "GET /users/{username}/gists",
  "GET /users/{username}/gpg_keys",
  "GET /users/{username}/keys",
  "GET /users/{username}/orgs",
  "GET /users/{username}/packages",
  "GET /users/{username}/projects",
  "GET /users/{username}/projectsV2",
  "GET /users/{username}/projectsV2/{project_number}/fields",
  "GET /users/{username}/projectsV2/{project_number}/items",
  "GET /users/{username}/received_events",
  "GET /users/{username}/received_events/public",
  "GET /users/{username}/repos",
  "GET /users/{username}/social_accounts",
  "GET /users/{username}/ssh_signing_keys",
  "GET /users/{username}/starred",
  "GET /users/{username}/subscriptions"
]));

function isPaginatingEndpoint(arg) {
  if (typeof arg === "string") {
	return paginatingEndpoints.includes(arg);
  } else {
	return false;
  }
}

function paginateRest(octokit) {
  return {
	paginate: Object.assign(paginate.bind(null, octokit), {
      iterator: iterator.bind(null, octokit)
	})
  };
}
paginateRest.VERSION = plugin_paginate_rest_dist_bundle_VERSION;


;// node_modules/@actions/github/lib/utils.js





const context = new Context();
const baseUrl = getApiBaseUrl();
const defaults = {
	baseUrl,
	request: {
		agent: getProxyAgent(baseUrl),
		fetch: getProxyFetch(baseUrl)
	}
};
const GitHub = Octokit.plugin(restEndpointMethods, paginateRest).defaults(defaults);

function getOctokitOptions(token, options) {
	const opts = Object.assign({}, options || {}); // Shallow clone - don't mutate the object provided by the caller
	const auth = getAuthString(token, opts);
	if (auth) {
		opts.auth = auth;
	}
	const userAgent = getUserAgentWithOrchestrationId(opts.userAgent);
	if (userAgent) {
		opts.userAgent = userAgent;
	}
	return opts;
}
;// node_modules/@actions/github/lib/github.js


const github_context = new Context();
function getOctokit(token, options, ...additionalPlugins) {
	const GitHubWithPlugins = GitHub.plugin(...additionalPlugins);
	return new GitHubWithPlugins(getOctokitOptions(token, options));
}
;// errors.js
class InputError extends (/* unused pure expression or super */ null && (Error)) {
	name = 'InputError';
}
function describeError(thrown) {
	if (thrown instanceof Error)
		return thrown.message || thrown.name;
	if (typeof thrown === 'string' && thrown.trim() !== '')
		return thrown;
	return `Something that is not an error was thrown (${thrown === null ? 'null' : typeof thrown}).`;
}

;// json.js
function json_parseObject(text) {
	try {
		return json_asObject(JSON.parse(text));
	}
	catch {
		return undefined;
	}
}
function json_asObject(value) {
	return isObject(value) ? value : undefined;
}
function json_asText(value) {
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
function json_asNumber(value) {
	if (typeof value === 'number')
		return Number.isFinite(value) ? value : undefined;
	return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
function json_at(value, ...keys) {
	let found = value;
	for (const key of keys) {
		if (!isObject(found) || !Object.hasOwn(found, key))
			return undefined;
		found = found[key];
	}
	return found;
}
function isObject(value) {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// text.js
const UNSEEN = '\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060\\u2066-\\u2069\\ufeff';
const CONTROLS = new RegExp(`[\\p{Cc}${UNSEEN}]+`, 'gu');
const CONTROLS_BUT_BREAKS = new RegExp(`[^\\P{Cc}\\n\\t]|[${UNSEEN}]`, 'gu');
function text_oneLine(text) {
	return text.toWellFormed().replace(CONTROLS, ' ').trim();
}
function readable(text) {
	return text.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROLS_BUT_BREAKS, '');
}
function cut(text, length) {
	if (text.length <= length)
		return text;
	const points = Array.from(text.slice(0, length * 2));
	return points.length <= length && text.length <= length * 2 ? text : `${points.slice(0, length - 1).join('')}…`;
}
function escapeHtml(text) {
	const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
	return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}
function findNearest(given, words) {
	const limit = Math.min(2, Math.ceil(given.length / 2) - 1);
	const near = words
		.map((word) => ({ word, distance: countSlips(given.slice(0, 40), word) }))
		.filter(({ distance }) => distance <= limit)
		.sort((a, b) => a.distance - b.distance);
	return near[0]?.word ?? words.find((word) => given.length >= 4 && given.slice(0, 4) === word.slice(0, 4));
}
function countSlips(a, b) {
	let row = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}

;// context.js


function context_findRun({ run, watched }, subject) {
	return (subject === 'watched' ? watched?.run : undefined) ?? run;
}
function describeSituation(env, payload, contexts) {
	const repository = asText(env.GITHUB_REPOSITORY) ?? asText(at(payload, 'repository', 'full_name')) ?? 'unknown/unknown';
	const place = { repository, defaultBranch: asText(at(payload, 'repository', 'default_branch')) };
	const event = asText(env.GITHUB_EVENT_NAME) ?? 'unknown';
	const matrix = parseMatrix(contexts.matrix);
	const workflowRef = asText(env.GITHUB_WORKFLOW_REF);
	return {
		...place,
		serverUrl: asText(env.GITHUB_SERVER_URL) ?? 'https://github.com',
		apiUrl: asText(env.GITHUB_API_URL) ?? 'https://api.github.com',
		job: asText(env.GITHUB_JOB) ?? 'unknown job',
		matrix: matrix.object,
		leaves: matrix.leaves,
		runner: asText(env.RUNNER_NAME),
		checkRunId: asNumber(contexts.checkRunId),
		reusable: isReusable(contexts.jobWorkflowRef, workflowRef),
		workflowFile: findWorkflowFile(workflowRef, repository),
		workflowSha: asText(env.GITHUB_WORKFLOW_SHA),
		run: describeOwnRun({ env, payload, event }, place),
		watched: event === 'workflow_run' ? describeWatchedRun(payload, place) : undefined,
		secretsWithheld: areSecretsWithheld(env, payload, repository),
	};
}
function isReusable(jobWorkflowRef, workflowRef) {
	if (jobWorkflowRef.trim() === '' || workflowRef === undefined)
		return undefined;
	return jobWorkflowRef !== workflowRef;
}
function findWorkflowFile(workflowRef, repository) {
	const [, home, file] = /^([^/]+\/[^/]+)\/(.+?\.ya?ml)@/.exec(workflowRef ?? '') ?? [];
	return isSameName(home, repository) ? file : undefined;
}
function describeOwnRun({ env, payload, event }, { repository, defaultBranch }) {
	const head = at(payload, 'pull_request', 'head');
	const commitMessage = at(payload, 'head_commit', 'message') ?? at(payload, 'merge_group', 'head_commit', 'message');
	return {
		workflow: asText(env.GITHUB_WORKFLOW) ?? 'unknown workflow',
		workflowId: findWorkflowFile(asText(env.GITHUB_WORKFLOW_REF), repository)?.split('/').at(-1),
		event,
		stream: findStream({ env, payload, event }, defaultBranch),
		headRepository: asText(at(head, 'repo', 'full_name')) ?? repository,
		headBranch: asText(env.GITHUB_HEAD_REF) ?? asText(at(head, 'ref')) ?? asText(env.GITHUB_REF_NAME),
		commit: asText(at(head, 'sha')) ?? asText(env.GITHUB_SHA),
		commitMessage: firstLine(commitMessage),
		actor: asText(env.GITHUB_ACTOR),
		id: asNumber(env.GITHUB_RUN_ID),
		number: asNumber(env.GITHUB_RUN_NUMBER),
		attempt: asNumber(env.GITHUB_RUN_ATTEMPT),
	};
}
function describeWatchedRun(payload, place) {
	const run = payload.workflow_run;
	const seen = readSeenRun(run);
	return {
		run: {
			...seen,
			workflow: asText(at(payload, 'workflow', 'name')) ?? asText(at(run, 'name')) ?? 'unknown workflow',
			workflowId: asNumber(at(run, 'workflow_id'))?.toString(),
			stream: findStreamOf(seen, place),
			headRepository: seen.headRepository ?? 'unknown/unknown',
			commitMessage: firstLine(at(run, 'head_commit', 'message')),
			actor: asText(at(run, 'actor', 'login')),
			id: asNumber(at(run, 'id')),
			number: asNumber(at(run, 'run_number')),
			attempt: asNumber(at(run, 'run_attempt')),
		},
		activity: asText(payload.action) ?? 'unknown',
		conclusion: asText(at(run, 'conclusion')),
	};
}
const ON_DEFAULT_BRANCH = (/* unused pure expression or super */ null && (['schedule', 'repository_dispatch', 'issue_comment', 'issues', 'workflow_run']));
function findStream({ env, payload, event }, defaultBranch) {
	const ref = env.GITHUB_REF ?? '';
	const pull = asNumber(/^refs\/pull\/(\d+)\//.exec(ref)?.[1]);
	if (event.startsWith('pull_request') || pull !== undefined) {
		const number = asNumber(at(payload, 'pull_request', 'number')) ?? pull;
		return { kind: 'pull request', number, branch: asText(env.GITHUB_HEAD_REF) };
	}
	if (ref.startsWith('refs/tags/') || event === 'release') {
		const tag = asText(/^refs\/tags\/(.+)$/s.exec(ref)?.[1]) ?? asText(at(payload, 'release', 'tag_name'));
		return { kind: 'tags', tag };
	}
	const isOnDefault = ON_DEFAULT_BRANCH.includes(event);
	if (ref.startsWith('refs/heads/')) {
		const branch = ref.slice('refs/heads/'.length);
		return isOnDefault ? { kind: 'default', branch } : findBranchStream(branch, defaultBranch);
	}
	const environment = asText(at(payload, 'deployment', 'environment'));
	if (environment !== undefined)
		return { kind: 'deployment', environment };
	if (isOnDefault)
		return { kind: 'default', branch: defaultBranch };
	return { kind: 'branch', branch: asText(ref) ?? 'unknown branch' };
}
function findBranchStream(branch, defaultBranch) {
	const queue = /^(gh-readonly-queue\/.+)\/pr-\d+-[0-9a-f]+$/.exec(branch)?.[1];
	if (queue !== undefined)
		return { kind: 'queue', branch, queue };
	return branch === defaultBranch ? { kind: 'default', branch } : { kind: 'branch', branch };
}
function readSeenRun(run) {
	const pullRequests = json_at(run, 'pull_requests');
	const list = Array.isArray(pullRequests) ? pullRequests : [];
	const numbers = list.flatMap((one) => json_asNumber(json_at(one, 'number')) ?? []);
	return {
		event: json_asText(json_at(run, 'event')) ?? 'unknown',
		headBranch: json_asText(json_at(run, 'head_branch')),
		headRepository: json_asText(json_at(run, 'head_repository', 'full_name')),
		pullRequests: numbers.length > 0 ? numbers : undefined,
		commit: json_asText(json_at(run, 'head_sha')),
	};
}
function findStreamOf({ event, headBranch: branch = 'unknown branch', headRepository, pullRequests, isTag }, { repository, defaultBranch }) {
	if (!isSameName(headRepository, repository)) {
		return { kind: 'fork', owner: headRepository?.split('/')[0] ?? 'unknown', branch };
	}
	if (event.startsWith('pull_request')) {
		return { kind: 'pull request', branch, number: pullRequests?.length === 1 ? pullRequests[0] : undefined };
	}
	return event === 'release' || isTag === true
		? { kind: 'tags', tag: branch }
		: findBranchStream(branch, defaultBranch);
}
function isSameName(a, b) {
	return a?.toLowerCase() === b.toLowerCase();
}
function areSecretsWithheld(env, payload, repository) {
	if (env.GITHUB_ACTOR === 'dependabot[bot]')
		return true;
	const event = env.GITHUB_EVENT_NAME ?? '';
	if (!event.startsWith('pull_request') || event === 'pull_request_target')
		return false;
	const head = asObject(at(payload, 'pull_request', 'head'));
	return head !== undefined && !isSameName(asText(at(head, 'repo', 'full_name')), repository);
}
function parseMatrix(text) {
	if (text.trim() === '' || text.trim() === 'null')
		return { leaves: [] };
	try {
		const parsed = JSON.parse(text);
		return { object: asObject(parsed), leaves: listLeaves(parsed) };
	}
	catch {
		return { leaves: [showLeaf(text)] };
	}
}
function listLeaves(root) {
	const leaves = [];
	const open = [root];
	while (open.length > 0) {
		const value = open.pop();
		const children = Array.isArray(value) ? value : asObject(value);
		if (children === undefined)
			leaves.push(showLeaf(value));
		else
			for (const child of Object.values(children).reverse())
				open.push(child);
	}
	return leaves;
}
function showLeaf(value) {
	if (typeof value !== 'string')
		return String(value);
	const plain = value !== '' && value === oneLine(value) && !/, |^"/.test(value);
	return plain ? value : JSON.stringify(value);
}
function firstLine(message) {
	return asText(asText(message)
		?.trimStart()
		.split(/[\r\n]/, 1)[0]);
}

;// details.js


function describe({ situation, subject, outcome, needs, facts }) {
	const { repository, serverUrl } = situation;
	const run = findRun(situation, subject);
	const isJob = subject === 'job';
	return {
		outcome,
		failed_jobs: listFailed(needs),
		...facts,
		run_url: linkRun(`${serverUrl}/${repository}`, run),
		repository,
		workflow: run.workflow,
		job: isJob ? situation.job : undefined,
		matrix: isJob ? situation.matrix : undefined,
		event: run.event,
		...nameStream(run.stream),
		commit: run.commit,
		commit_message: run.commitMessage,
		actor: run.actor,
		run_number: run.number,
		run_attempt: run.attempt,
		runner: isJob ? situation.runner : undefined,
	};
}
function isBrokenObject(body) {
	return body !== undefined && /^\s*\{/.test(body) && parseObject(body) === undefined;
}
function layOver(details, body) {
	if (body === undefined)
		return details;
	return { ...details, ...(parseObject(body) ?? { message: body.trim() }) };
}
function linkRun(page, { id, attempt }) {
	if (id === undefined)
		return undefined;
	return `${page}/actions/runs/${id}${attempt === undefined ? '' : `/attempts/${attempt}`}`;
}
function nameStream(stream) {
	switch (stream.kind) {
		case 'pull request':
			return { pull_request: stream.number, branch: stream.branch };
		case 'tags':
			return { tag: stream.tag };
		case 'fork':
			return { branch: `${stream.owner}:${stream.branch}` };
		case 'deployment':
			return { environment: stream.environment };
		case 'default':
		case 'branch':
		case 'queue':
			return { branch: stream.branch };
	}
}
function listFailed(needs) {
	const failed = [...(needs ?? [])].filter(([, result]) => result === 'failure').map(([name]) => ({ name }));
	return failed.length === 0 ? undefined : failed;
}

;// title.js


const LONGEST = 250;
const DIGEST = 8;
function composeTitle(situation, { title, subject, jobName }) {
	const own = oneLine(title ?? '');
	return shorten(own === '' ? oneLine(buildTitle(situation, subject, jobName)) : own);
}
function buildTitle(situation, subject, jobName) {
	const { repository, leaves } = situation;
	const run = findRun(situation, subject);
	const place = `in ${repository}${scopeOf(run.stream)}`;
	if (subject !== 'job')
		return `${run.workflow} ${place}`;
	const values = leaves.length === 0 ? '' : ` (${leaves.join(', ')})`;
	const leg = jobName?.endsWith(values) ? '' : values;
	return `${run.workflow} / ${jobName ?? situation.job}${leg} ${place}`;
}
function scopeOf(stream) {
	switch (stream.kind) {
		case 'default':
			return '';
		case 'branch':
			return /^(heads\/|tags$)/.test(stream.branch) ? `@heads/${stream.branch}` : `@${stream.branch}`;
		case 'tags':
			return '@tags';
		case 'pull request':
			return `#${stream.number ?? `heads/${stream.branch ?? 'unknown'}`}`;
		case 'queue':
			return `@${stream.queue}`;
		case 'fork':
			return `@${stream.owner}:${stream.branch}`;
		case 'deployment':
			return `@:${stream.environment}`;
	}
}
function isSharedByLegs(title, leaves) {
	const own = oneLine(title ?? '');
	return own !== '' && leaves.length > 0 && !leaves.some((leaf) => own.includes(oneLine(unquote(leaf))));
}
function unquote(leaf) {
	return leaf.length > 2 && leaf.startsWith('"') ? String(JSON.parse(leaf)) : leaf;
}
function shorten(title) {
	const points = Array.from(title);
	if (points.length <= LONGEST)
		return title;
	const { createHash } = process.getBuiltinModule('node:crypto');
	const digest = createHash('sha256').update(title).digest('hex').slice(0, DIGEST);
	return `${points.slice(0, LONGEST - DIGEST - 1).join('')}…${digest}`;
}

;// github/history.js



const LONGEST_HISTORY = 100;
const RED = ['failure', 'timed_out', 'startup_failure'];
const GREEN = ['success'];
function saysSomething(conclusion) {
	return conclusion !== undefined && (RED.includes(conclusion) || GREEN.includes(conclusion));
}
function isRed(conclusion) {
	return conclusion !== undefined && RED.includes(conclusion);
}
function isSameStream(listed, own, situation) {
	const { repository, defaultBranch } = situation;
	const isPullRequest = own.event.startsWith('pull_request');
	if (isPullRequest !== listed.event.startsWith('pull_request'))
		return false;
	if (isPullRequest) {
		const known = own.stream.kind === 'pull request' ? own.stream.number : undefined;
		const numbers = listed.pullRequests ?? [];
		if (known !== undefined && numbers.length > 0)
			return numbers.includes(known);
		return listed.headBranch === own.headBranch && isSameName(listed.headRepository, own.headRepository);
	}
	const known = own.stream.kind === 'default' ? own.stream.branch : undefined;
	const stream = findStreamOf(listed, { repository, defaultBranch: defaultBranch ?? known });
	return scopeOf(stream) === scopeOf(own.stream);
}
function findNewer(runs, own) {
	const { number, attempt } = own;
	if (number === undefined)
		return [];
	return runs.filter((run) => run.number > number || (run.id === own.id && run.attempt > (attempt ?? 1)));
}
function describeSuperseding({ number, attempt, url }, verdict) {
	const run = `the newer run #${number}${attempt > 1 ? `, attempt ${attempt}` : ''}`;
	return verdict === 'spoken'
		? `${run} has already finished and speaks for this one (${url})`
		: `${run} has failed or may be failing, so that this one has nothing to resolve (${url})`;
}
function findRelevantJobs(jobs, newer, own) {
	return newer.id === own.id ? jobs.filter((job) => job.attempt > (own.attempt ?? 1)) : [...jobs];
}
function listEndedAttempts(jobs, { newer, reporter }) {
	const isReport = ({ name }) => name === reporter;
	const hasEnded = (attempt, report) => report === undefined ? attempt < newer.attempt || newer.conclusion !== undefined : saysSomething(report.conclusion);
	return [...Map.groupBy(jobs, ({ attempt }) => attempt)]
		.filter(([attempt, those]) => hasEnded(attempt, those.find(isReport)))
		.map(([, those]) => those.filter((job) => !isReport(job)));
}
function concludeJobs(jobs) {
	if (jobs.some((job) => isRed(job.conclusion)))
		return 'failure';
	if (jobs.some((job) => job.conclusion === 'cancelled'))
		return 'cancelled';
	return jobs.some((job) => job.conclusion === 'success') ? 'success' : undefined;
}
function reachesGreen(runs, own) {
	return findOlder(runs, own).some((run) => run.conclusion !== undefined && GREEN.includes(run.conclusion));
}
function measureFailure({ runs, complete }, { own, now, page }) {
	const { reds, green } = readStreak(runs, own);
	const count = reds.length + 1;
	const { number = own.number, url = linkRun(page, own), startedAt = formatTime(now) } = reds.at(-1) ?? {};
	const known = green?.commit !== undefined && own.commit !== undefined && green.commit !== own.commit;
	return {
		failing_since: number === undefined || url === undefined ? undefined : { run_number: number, url, at: startedAt },
		consecutive_failures: green !== undefined || complete ? count : `at least ${count}`,
		compare_url: known ? `${page}/compare/${green.commit}...${own.commit}` : undefined,
	};
}
function measureRecovery({ runs, complete }, { own, now }) {
	const { reds, green } = readStreak(runs, own);
	const first = reds.at(-1);
	if (first === undefined)
		return {};
	const duration = formatDuration(now - Date.parse(first.startedAt));
	if (green !== undefined || complete)
		return { recovered_after: { duration, runs: reds.length } };
	return { recovered_after: { duration: `at least ${duration}`, runs: `at least ${reds.length}` } };
}
function findOlder(runs, own) {
	const { number } = own;
	if (number === undefined)
		return [];
	return runs.filter((run) => run.number < number).sort((a, b) => b.number - a.number);
}
function readStreak(runs, own) {
	const telling = findOlder(runs, own).filter((run) => saysSomething(run.conclusion));
	const length = telling.findIndex((run) => !isRed(run.conclusion));
	return { reds: length === -1 ? telling : telling.slice(0, length), green: telling[length] };
}
function findTimeout(annotations) {
	const timedOut = /^The job (running on runner .* )?has exceeded the maximum execution time of /;
	const other = /^(The run was canceled by |Canceling since |The job has exceeded .* awaiting a runner)/;
	const says = (words) => annotations.some(({ message }) => words.test(message.trim()));
	return says(timedOut) || (says(other) ? false : undefined);
}
const ROUNDING = 2_000;
function hasRunFor({ startedAt = '', minutes, now }) {
	const start = Date.parse(startedAt);
	return Number.isNaN(start) || minutes === undefined ? undefined : now - start >= minutes * 60_000 - ROUNDING;
}
function readTimeoutMinutes(workflow, job) {
	const lines = workflow.split(/\r?\n/).filter((line) => !/^\s*(#|$)/.test(line));
	const jobs = takeBlock(lines, 'jobs', 0);
	const body = takeBlock(jobs, job, indentOf(jobs[0] ?? ''));
	if (body.length === 0)
		return undefined;
	const own = indentOf(body[0] ?? '');
	const line = body.find((candidate) => indentOf(candidate) === own && /^\s*["']?timeout-minutes["']?\s*:/.test(candidate));
	if (line === undefined)
		return 360;
	const value = /^[^:]*:\s*["']?(\d+(?:\.\d+)?)["']?\s*(?:#.*)?$/.exec(line)?.[1];
	return value === undefined ? undefined : Number(value);
}
function takeBlock(lines, key, indent) {
	const heads = [`${key}:`, `"${key}":`, `'${key}':`];
	const start = lines.findIndex((line) => {
		const head = line.replace(/\s+#.*$/, '').replace(/\s*:\s*$/, ':');
		return indentOf(line) === indent && heads.includes(head.trim());
	});
	if (start === -1)
		return [];
	const rest = lines.slice(start + 1);
	const end = rest.findIndex((line) => indentOf(line) <= indent);
	return end === -1 ? rest : rest.slice(0, end);
}
function indentOf(line) {
	return line.length - line.trimStart().length;
}
function formatDuration(milliseconds) {
	const minutes = Math.max(0, Math.round(milliseconds / 60_000));
	const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
	if (days > 0)
		return `${days} d ${hours} h`;
	return hours > 0 ? `${hours} h ${rest} min` : `${rest} min`;
}
function formatTime(milliseconds) {
	return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

;// github/investigation.js



function openLookUps(github) {
	return {
		tellTag: (question) => tellTag({ ...question, github }),
		refineOutcome: (question, outcome) => refineOutcome({ ...question, github }, outcome),
		findSuperseding: (question, action) => findSuperseding({ ...question, github }, action),
		findSharedJobName: (question) => findSharedJobName({ ...question, github }),
		findFacts: (question, action) => findFacts({ ...question, github }, action),
	};
}
const FEW_RUNS = 20;
const MOST_ERRORS = 10;
const LONGEST_ERROR = 300;
const MOST_TAGS = 20;
const RUNS_AT_ONCE = 3;
const MOST_JOBS_ASKED = 10;
async function refineOutcome(of, outcome) {
	return (await findWhetherTimedOut(of)) === true ? 'timed_out' : outcome;
}
async function tellTag({ github, situation, subject }) {
	const { watched } = situation;
	const stream = watched?.run.stream;
	if (subject !== 'watched' || watched === undefined || stream?.kind !== 'branch')
		return situation;
	if ((await github.isTag(stream.branch)) !== true)
		return situation;
	return {
		...situation,
		watched: { ...watched, run: { ...watched.run, stream: { kind: 'tags', tag: stream.branch } } },
	};
}
async function findWhetherTimedOut(of) {
	const { github, situation, subject, now } = of;
	if (subject !== 'job') {
		const jobs = (await listRunJobs(of)) ?? [];
		return hasTimedOutJob(github, jobs);
	}
	const job = await findOwnJob(of);
	const { workflowFile, workflowSha, reusable } = situation;
	const [annotations, workflow] = await Promise.all([
		job && github.listAnnotations(job.id),
		workflowFile !== undefined && workflowSha !== undefined && reusable !== true
			? github.readFile(workflowFile, workflowSha)
			: undefined,
	]);
	const minutes = workflow === undefined ? undefined : readTimeoutMinutes(workflow, situation.job);
	return findTimeout(annotations ?? []) ?? hasRunFor({ startedAt: job?.startedAt, minutes, now: now() });
}
async function findSuperseding(of, action) {
	const own = ownRun(of);
	const newer = findNewer((await listNewest(of)).runs, own);
	if (newer.length === 0)
		return undefined;
	const name = of.subject === 'watched' ? undefined : (await findOwnJob(of))?.name;
	if (of.subject === 'job' && name === undefined) {
		const red = action === 'resolve' ? newer.find(({ conclusion }) => isRed(conclusion)) : undefined;
		return red && describeSuperseding(red, 'doubtful');
	}
	for (let first = 0; first < newer.length; first += RUNS_AT_ONCE) {
		const runs = newer.slice(first, first + RUNS_AT_ONCE);
		const verdicts = await Promise.all(runs.map((run) => judge(of, { run, own, name })));
		const index = verdicts.findIndex((verdict) => verdict === 'spoken' || (verdict && action === 'resolve'));
		const [superseding, verdict] = [runs[index], verdicts[index]];
		if (superseding && verdict)
			return describeSuperseding(superseding, verdict);
	}
	return undefined;
}
async function findSharedJobName(of) {
	const { situation, subject } = of;
	if (subject !== 'job' || situation.reusable === false)
		return { needed: false };
	if (situation.reusable === undefined) {
		const { runs } = await listNewest(of);
		const calls = runs.find((run) => run.id === situation.run.id)?.callsWorkflows ?? false;
		if (!calls)
			return { needed: false };
	}
	const name = (await findOwnJob(of))?.name;
	if (situation.reusable === undefined && name !== undefined && !name.includes(' / '))
		return { needed: false };
	return { needed: true, ...(name !== undefined && { name }) };
}
async function findFacts(of, action) {
	const own = ownRun(of);
	if (action === 'resolve') {
		return measureRecovery(await listHistory(of), { own, now: of.now() });
	}
	const [history, broken] = await Promise.all([
		listHistory(of),
		of.subject === 'job' ? findBrokenSteps(of) : findBrokenJobs(of),
	]);
	if (history.runs.length === 0 && !history.complete)
		return broken;
	const { serverUrl, repository } = of.situation;
	return { ...broken, ...measureFailure(history, { own, now: of.now(), page: `${serverUrl}/${repository}` }) };
}
async function findBrokenSteps(of) {
	const job = await findOwnJob(of);
	if (job === undefined)
		return {};
	const errors = listErrors((await of.github.listAnnotations(job.id)) ?? []);
	return { failed_steps: listFailedSteps(job), errors, job_url: job.url };
}
async function findBrokenJobs(of) {
	const jobs = await listRunJobs(of);
	if (jobs === undefined)
		return {};
	const broken = findBroken(jobs);
	const annotations = await Promise.all(broken.slice(0, 3).map((job) => of.github.listAnnotations(job.id)));
	const failed_jobs = broken.map((job) => ({ name: job.name, url: job.url, failed_steps: listFailedSteps(job) }));
	const errors = listErrors(annotations.flatMap((list) => list ?? []));
	return { ...(failed_jobs.length > 0 && { failed_jobs }), errors };
}
function findBroken(parts) {
	const failed = parts.filter(({ conclusion }) => isRed(conclusion));
	return failed.length > 0 ? failed : parts.filter(({ conclusion }) => conclusion === 'cancelled');
}
function listFailedSteps({ steps }) {
	const names = findBroken(steps).map(({ name }) => cut(text_oneLine(name), LONGEST_ERROR));
	return names.length === 0 ? undefined : names;
}
function listErrors(annotations) {
	const failures = annotations.filter(({ level }) => level === 'failure').slice(0, MOST_ERRORS);
	return failures.map(({ path, line, message }) => cut(text_oneLine(`${line === undefined ? path : `${path}:${line}`}: ${message}`), LONGEST_ERROR));
}
async function findOwnJob({ github, situation }) {
	const { checkRunId, run, runner } = situation;
	if (checkRunId !== undefined)
		return github.findJob(checkRunId);
	if (run.id === undefined || runner === undefined)
		return undefined;
	const jobs = (await github.listJobs(run.id, run.attempt ?? 1)) ?? [];
	const fitting = jobs.filter((job) => job.runner === runner && job.conclusion === undefined);
	return fitting.length === 1 ? fitting[0] : undefined;
}
function ownRun({ situation, subject }) {
	return context_findRun(situation, subject);
}
async function listRunJobs(of) {
	const { id, attempt } = ownRun(of);
	return id === undefined ? undefined : of.github.listJobs(id, attempt ?? 1);
}
async function hasTimedOutJob(github, jobs) {
	const cancelled = jobs.filter(({ conclusion }) => conclusion === 'cancelled').slice(0, MOST_JOBS_ASKED);
	const lists = await Promise.all(cancelled.map(({ id }) => github.listAnnotations(id)));
	const found = lists.map((annotations) => findTimeout(annotations ?? []));
	if (jobs.some(({ conclusion }) => conclusion === 'timed_out') || found.includes(true))
		return true;
	return found.length > 0 && found.every((word) => word === false) ? false : undefined;
}
async function judge(of, { run, own, name }) {
	const { github, subject } = of;
	const spoken = (run.pullRequests ?? []).length > 1 ? 'doubtful' : 'spoken';
	if (subject === 'watched' && (saysSomething(run.conclusion) || tells(of, run.conclusion)))
		return spoken;
	const listed = (await github.listJobs(run.id)) ?? [];
	if (listed.length === 0 && subject === 'workflow') {
		return /^(success|failure)$/.test(run.conclusion ?? '') ? spoken : undefined;
	}
	const jobs = findRelevantJobs(listed, run, own);
	if (subject !== 'job') {
		const parts = listEndedAttempts(jobs, { newer: run, reporter: name });
		return (await Promise.all(parts.map((part) => haveSpoken(of, part)))).includes(true) ? spoken : undefined;
	}
	const same = jobs.filter((job) => job.name === name);
	const attempts = [...Map.groupBy(same, ({ attempt }) => attempt).values()];
	const spoke = await Promise.all(attempts.map((legs) => Promise.all(legs.map((leg) => haveSpoken(of, [leg])))));
	if (spoke.some((legs) => !legs.includes(false)))
		return spoken;
	const mayBeRed = ({ conclusion, steps }) => isRed(conclusion) || (conclusion === undefined && steps.some((step) => isRed(step.conclusion)));
	return same.some(mayBeRed) || (same.length === 0 && isRed(run.conclusion)) ? 'doubtful' : undefined;
}
function tells({ telling }, conclusion) {
	return conclusion !== undefined && telling.includes(conclusion);
}
async function haveSpoken(of, jobs) {
	const conclusion = concludeJobs(jobs);
	const hasBegun = jobs.some(({ steps }) => steps.length > 0);
	if (saysSomething(conclusion) || (tells(of, conclusion) && hasBegun))
		return true;
	return conclusion === 'cancelled' && (await hasTimedOutJob(of.github, jobs)) === true;
}
const NOTHING_KNOWN = { runs: [], complete: false };
async function listStream(of, perPage) {
	const { github, situation } = of;
	const own = ownRun(of);
	const filter = chooseFilter(own, situation.repository);
	if (own.workflowId === undefined || filter === undefined)
		return undefined;
	const listed = await github.listRuns({ workflowId: own.workflowId, ...filter, perPage, page: 1 });
	if (listed === undefined)
		return undefined;
	const told = own.stream.kind === 'tags' ? await tellTags(of, listed) : listed;
	return { runs: told.filter((run) => isSameStream(run, own, situation)), complete: listed.length < perPage };
}
async function listNewest(of) {
	const few = await listStream(of, FEW_RUNS);
	if (few === undefined)
		return NOTHING_KNOWN;
	const { number = 0 } = ownRun(of);
	const reaches = few.complete || few.runs.some((run) => run.number <= number);
	return reaches ? few : ((await listStream(of, LONGEST_HISTORY)) ?? few);
}
async function listHistory(of) {
	const few = await listNewest(of);
	if (few.complete || few.runs.length === 0 || reachesGreen(few.runs, ownRun(of)))
		return few;
	return (await listStream(of, LONGEST_HISTORY)) ?? few;
}
function chooseFilter({ stream, headBranch, headRepository, event }, repository) {
	switch (stream.kind) {
		case 'default':
		case 'branch':
		case 'fork':
			return { branch: stream.branch };
		case 'pull request':
			return isSameName(headRepository, repository) ? { branch: headBranch } : { event, branch: headBranch };
		case 'queue':
			return { event };
		case 'tags':
			return {};
		case 'deployment':
			return undefined;
	}
}
async function tellTags({ github, situation }, runs) {
	const { repository, defaultBranch } = situation;
	const names = runs
		.filter((run) => findStreamOf(run, { repository, defaultBranch }).kind === 'branch')
		.flatMap(({ headBranch }) => headBranch ?? []);
	const asked = [...new Set(names)].slice(0, MOST_TAGS);
	const answers = await Promise.all(asked.map((name) => github.isTag(name)));
	const tags = asked.filter((_, index) => answers[index] === true);
	return runs.map((run) => ({ ...run, isTag: run.headBranch !== undefined && tags.includes(run.headBranch) }));
}

;// github/client.js





const PAGE = 100;
const MOST_PAGES = 10;
function loadLookUps(options) {
	return openLookUps(openGithub(options));
}
function openGithub({ token, apiUrl, repository, signal, missing, failed, fetch }) {
	const silent = () => undefined;
	const log = { debug: silent, info: silent, warn: silent, error: silent };
	const { request } = getOctokit(token, { baseUrl: apiUrl, log });
	const means = { request: { signal, log, ...(fetch && { fetch }) } };
	const known = new Map();
	const told = new Set();
	const ask = async (path, permission) => {
		try {
			return (await request(`GET /repos/${repository}/${path}`, means)).data;
		}
		catch (error) {
			const status = json_at(error, 'status');
			const denied = status === 401 || status === 403 || status === 404;
			if (denied && !told.has(permission)) {
				told.add(permission);
				missing(permission);
			}
			if (!denied && !signal.aborted && !told.has('failure')) {
				told.add('failure');
				const parts = token.split(/\s+/).filter((part) => part !== '');
				failed(parts.reduce((words, part) => words.replaceAll(part, '***'), describeError(error)));
			}
			return undefined;
		}
	};
	const get = (path, permission) => {
		const answer = known.get(path) ?? ask(path, permission);
		known.set(path, answer);
		return answer;
	};
	const listAll = async (path, permission) => {
		const all = [];
		for (let page = 1; page <= MOST_PAGES; page++) {
			const jobs = json_at(await get(`${path}per_page=${PAGE}&page=${page}`, permission), 'jobs');
			if (!Array.isArray(jobs))
				return undefined;
			all.push(...jobs);
			if (jobs.length < PAGE)
				break;
		}
		return all;
	};
	return {
		findJob: async (id) => parseJob(await get(`actions/jobs/${id}`, 'actions: read')),
		listJobs: async (runId, attempt) => {
			const path = attempt === undefined ? 'jobs?filter=all&' : `attempts/${attempt}/jobs?`;
			const jobs = await listAll(`actions/runs/${runId}/${path}`, 'actions: read');
			return jobs?.flatMap((job) => parseJob(job) ?? []);
		},
		listAnnotations: async (jobId) => {
			const answer = await get(`check-runs/${jobId}/annotations?per_page=${PAGE}`, 'checks: read');
			return Array.isArray(answer) ? answer.map(parseAnnotation) : undefined;
		},
		listRuns: async ({ workflowId, branch, event, perPage, page }) => {
			const filters = Object.entries({ branch, event, per_page: perPage, page });
			const given = filters.filter(([, value]) => value !== undefined);
			const query = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
			const path = `actions/workflows/${encodeURIComponent(workflowId)}/runs?${query}`;
			const runs = json_at(await get(path, 'actions: read'), 'workflow_runs');
			return Array.isArray(runs) ? runs.flatMap((run) => parseRun(run) ?? []) : undefined;
		},
		isTag: async (name) => {
			const answers = await Promise.all(['tags', 'heads'].map((kind) => get(`git/matching-refs/${kind}/${encodePath(name)}`, 'contents: read')));
			const [tag, branch] = ['tags', 'heads'].map((kind, index) => hasRef(answers[index], `refs/${kind}/${name}`));
			return tag === undefined || branch === undefined ? undefined : tag && !branch;
		},
		readFile: async (path, commit) => {
			const answer = await get(`contents/${encodePath(path)}?ref=${encodeURIComponent(commit)}`, 'contents: read');
			const content = json_asText(json_at(answer, 'content'));
			return content === undefined ? undefined : Buffer.from(content, 'base64').toString('utf8');
		},
	};
}
function encodePath(path) {
	return path.split('/').map(encodeURIComponent).join('/');
}
function hasRef(refs, name) {
	return Array.isArray(refs) ? refs.some((ref) => json_at(ref, 'ref') === name) : undefined;
}
function parseJob(job) {
	const id = json_asNumber(json_at(job, 'id'));
	const name = json_asText(json_at(job, 'name'));
	if (id === undefined || name === undefined)
		return undefined;
	const steps = json_at(job, 'steps');
	return {
		id,
		name,
		attempt: json_asNumber(json_at(job, 'run_attempt')) ?? 1,
		url: json_asText(json_at(job, 'html_url')),
		conclusion: json_asText(json_at(job, 'conclusion')),
		startedAt: json_asText(json_at(job, 'started_at')),
		runner: json_asText(json_at(job, 'runner_name')),
		steps: (Array.isArray(steps) ? steps : []).map((step) => ({
			name: json_asText(json_at(step, 'name')) ?? 'unnamed step',
			conclusion: json_asText(json_at(step, 'conclusion')),
		})),
	};
}
function parseAnnotation(annotation) {
	return {
		level: json_asText(json_at(annotation, 'annotation_level')) ?? 'unknown',
		path: json_asText(json_at(annotation, 'path')) ?? '',
		message: json_asText(json_at(annotation, 'message')) ?? '',
		line: json_asNumber(json_at(annotation, 'start_line')),
	};
}
function parseRun(run) {
	const id = json_asNumber(json_at(run, 'id'));
	const number = json_asNumber(json_at(run, 'run_number'));
	const url = json_asText(json_at(run, 'html_url'));
	const startedAt = json_asText(json_at(run, 'run_started_at')) ?? json_asText(json_at(run, 'created_at'));
	if (id === undefined || number === undefined || url === undefined || startedAt === undefined)
		return undefined;
	const called = json_at(run, 'referenced_workflows');
	return {
		...readSeenRun(run),
		id,
		number,
		url,
		startedAt,
		attempt: json_asNumber(json_at(run, 'run_attempt')) ?? 1,
		conclusion: json_asText(json_at(run, 'conclusion')),
		callsWorkflows: Array.isArray(called) && called.length > 0,
	};
}

var __webpack_exports__loadLookUps = __webpack_exports__.U;
var __webpack_exports__openGithub = __webpack_exports__.K;
export { __webpack_exports__loadLookUps as loadLookUps, __webpack_exports__openGithub as openGithub };
