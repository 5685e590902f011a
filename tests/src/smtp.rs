//! A mail server that keeps what it is sent, encrypted or not.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A mail as the server has received it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// Of `MAIL FROM`.
    pub from: String,
    /// Of `RCPT TO`, in their order.
    pub to: Vec<String>,
    /// The mail.
    pub text: String,
    /// What stood behind `AUTH`.
    pub login: Option<String>,
    /// Whether it came encrypted.
    pub is_encrypted: bool,
}

/// A certificate for `localhost`, signed by itself.
#[derive(Debug)]
pub struct Certificate {
    /// For whoever is to trust it: `SSL_CERT_FILE`.
    pub file: PathBuf,
    key: PathBuf,
}

impl Certificate {
    /// Makes one in this directory.
    ///
    /// # Panics
    ///
    /// Without the program `openssl`.
    pub fn make(directory: &Path) -> Self {
        let (file, key) = (directory.join("certificate.pem"), directory.join("key.pem"));
        let made = Command::new("openssl")
            .args([
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
            ])
            .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE", "-out"])
            .arg(&file)
            .arg("-keyout")
            .arg(&key)
            .stderr(Stdio::null())
            .status();
        assert!(made.expect("openssl").success());
        Self { file, key }
    }

    fn config(&self) -> Arc<ServerConfig> {
        let chain =
            CertificateDer::pem_file_iter(&self.file).expect("a file").map(|der| der.expect("a certificate"));
        let key = PrivateKeyDer::from_pem_file(&self.key).expect("a key");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let builder = builder.expect("versions").with_no_client_auth();
        Arc::new(builder.with_single_cert(chain.collect(), key).expect("a pair"))
    }
}

/// What it offers, and what it says to `RCPT`.
#[derive(Clone, Default)]
struct Manners {
    start_tls: Option<Arc<ServerConfig>>,
    tls: Option<Arc<ServerConfig>>,
    refusal: Option<&'static str>,
    is_mute: bool,
}

/// A mail server on a free port.
#[derive(Debug)]
pub struct SmtpServer {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
}

impl SmtpServer {
    /// One that takes everything, in the clear.
    pub fn start() -> Self {
        Self::with(Manners::default())
    }

    /// One that encrypts when it is asked to (STARTTLS).
    pub fn start_tls(certificate: &Certificate) -> Self {
        Self::with(Manners { start_tls: Some(certificate.config()), ..Manners::default() })
    }

    /// One that encrypts from the start.
    pub fn tls(certificate: &Certificate) -> Self {
        Self::with(Manners { tls: Some(certificate.config()), ..Manners::default() })
    }

    /// One that answers every recipient so: `550 5.1.1 unknown`.
    pub fn refusing(refusal: &'static str) -> Self {
        Self::with(Manners { refusal: Some(refusal), ..Manners::default() })
    }

    /// One that takes connections and says nothing.
    pub fn mute() -> Self {
        Self::with(Manners { is_mute: true, ..Manners::default() })
    }

    fn with(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let received = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&received);
        // It waits for connections until the tests end.
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (manners, keep) = (manners.clone(), Arc::clone(&keep));
                // A client that breaks off is no concern of the server's.
                std::thread::spawn(move || drop(Session::begin(stream, manners, &keep)));
            }
        });
        Self { address, received }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it has received so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

/// One connection.
struct Session<'a> {
    stream: Box<dyn Stream>,
    manners: Manners,
    mail: Received,
    keep: &'a Mutex<Vec<Received>>,
}

impl<'a> Session<'a> {
    fn begin(stream: TcpStream, manners: Manners, keep: &'a Mutex<Vec<Received>>) -> io::Result<()> {
        let mut mail = Received::default();
        if manners.is_mute {
            // Until the client has gone.
            return io::copy(&mut &stream, &mut io::sink()).map(drop);
        }
        let plain = stream.try_clone()?;
        let stream: Box<dyn Stream> = match &manners.tls {
            Some(config) => {
                mail.is_encrypted = true;
                encrypted(config, stream)
            }
            None => Box::new(stream),
        };
        Self { stream, manners, mail, keep }.talk(plain)
    }

    fn talk(mut self, plain: TcpStream) -> io::Result<()> {
        self.say("220 localhost ESMTP")?;
        loop {
            let line = self.line()?;
            let (word, rest) = line.split_once([' ', ':']).unwrap_or((&line, ""));
            match word.to_ascii_uppercase().as_str() {
                "EHLO" => self.greet()?,
                "STARTTLS" => {
                    self.say("220 go on")?;
                    let Some(config) = self.manners.start_tls.take() else { return Ok(()) };
                    self.stream = encrypted(&config, plain.try_clone()?);
                    self.mail.is_encrypted = true;
                }
                "AUTH" => {
                    self.mail.login = Some(rest.to_owned());
                    self.say("235 welcome")?;
                }
                "MAIL" => {
                    self.mail.from = rest.to_owned();
                    self.say("250 fine")?;
                }
                "RCPT" => {
                    self.mail.to.push(rest.to_owned());
                    self.say(self.manners.refusal.unwrap_or("250 fine"))?;
                }
                "DATA" => {
                    self.say("354 go on")?;
                    self.mail.text = self.text()?;
                    self.keep.lock().unwrap_or_else(PoisonError::into_inner).push(self.mail.clone());
                    self.say("250 taken")?;
                }
                "QUIT" => return self.say("221 bye"),
                _ => self.say("502 what?")?,
            }
        }
    }

    fn greet(&mut self) -> io::Result<()> {
        self.say("250-localhost")?;
        if self.manners.start_tls.is_some() {
            self.say("250-STARTTLS")?;
        }
        self.say("250-AUTH PLAIN")?;
        self.say("250 8BITMIME")
    }

    /// Up to the line with a dot alone; the dots that were put before others are taken off.
    fn text(&mut self) -> io::Result<String> {
        let mut text = String::new();
        loop {
            let line = self.line()?;
            if line == "." {
                return Ok(text);
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
            text.push_str("\r\n");
        }
    }

    fn say(&mut self, line: &str) -> io::Result<()> {
        self.stream.write_all(format!("{line}\r\n").as_bytes())?;
        self.stream.flush()
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            let mut byte = [0];
            self.stream.read_exact(&mut byte)?;
            line.push(byte[0]);
        }
        line.truncate(line.len() - 2);
        Ok(String::from_utf8_lossy(&line).into_owned())
    }
}

fn encrypted(config: &Arc<ServerConfig>, stream: TcpStream) -> Box<dyn Stream> {
    let connection = ServerConnection::new(Arc::clone(config)).expect("a configuration that holds");
    Box::new(StreamOwned::new(connection, stream))
}
