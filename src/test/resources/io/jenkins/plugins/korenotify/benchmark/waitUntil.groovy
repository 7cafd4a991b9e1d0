import groovy.json.JsonSlurperClassic

@NonCPS
Map ask(String url) {
    def connection = new URL(url).openConnection()
    connection.connectTimeout = 10_000
    connection.readTimeout = 30_000
    connection.setRequestProperty('auth', 'a token')
    def answer = new JsonSlurperClassic().parseText(connection.inputStream.withStream { it.getText('UTF-8') })
    return [status: answer.status, total: answer.count,
            delivered: answer.statusLogs.count { it.status == 'SUCCESS' }]
}

String url = "@url@/api/public/bot/st-shown/notifyV2/status/ds-${env.JOB_NAME}"
def answer
timeout(20) {
    waitUntil {
        answer = ask(url)
        return answer.status != 'IN_PROGRESS'
    }
}
if (answer.delivered * 100 < answer.total * 95) {
    error "${answer.delivered} of ${answer.total} were reached"
}
