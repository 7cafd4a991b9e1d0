// The sample jobs (Job DSL). The simulated Kore.ai has a request of its own for every build, named by its number; other IDs are in its catalogue of scenarios.

def declarative(String name, String about, String check) {
    pipelineJob(name) {
        description(about)
        definition {
            cps {
                sandbox()
                script("""\
pipeline {
    agent none
    stages {
        stage('Send') {
            steps { echo 'The notifications are sent here. Kore.ai responds with the ID of the request.' }
        }
        stage('Check') {
            steps {
                ${check}
            }
        }
        stage('Release') {
            steps { echo 'Released.' }
        }
    }
}
""")
            }
        }
    }
}

declarative('pipeline-passing', '199 of 200 recipients are delivered within 20 s; 98% are required.',
        'koreNotifyStatus requestId: "ds-passing-${env.BUILD_NUMBER}", minSuccessRate: 98')
declarative('pipeline-unstable', '193 of 200 recipients are delivered: fewer than 98%, but at least 95%.',
        'koreNotifyStatus requestId: "ds-unstable-${env.BUILD_NUMBER}", minSuccessRate: 98, unstableSuccessRate: 95')
declarative('pipeline-failing', '70 of 200 recipients fail. The check fails as soon as 98% can no longer be reached.',
        'koreNotifyStatus requestId: "ds-failing-${env.BUILD_NUMBER}", minSuccessRate: 98, unstableSuccessRate: 95')
declarative('pipeline-waiting', 'Delivery takes ten minutes. Restart Jenkins in the meantime: the check goes on.',
        'koreNotifyStatus requestId: "ds-waiting-${env.BUILD_NUMBER}", timeout: 15')
declarative('pipeline-rate-limited', 'Kore.ai rejects every poll of the first 30 s: too many requests.',
        'koreNotifyStatus requestId: "ds-429-for-30s"')
declarative('pipeline-forty-reasons', '120 of 400 recipients fail, for forty different reasons.',
        'koreNotifyStatus requestId: "ds-forty-reasons", minSuccessRate: 60, unstableSuccessRate: 50')
declarative('pipeline-timeout', 'Some recipients never get a result. After a minute the check is INCONCLUSIVE; onTimeout decides.',
        'koreNotifyStatus requestId: "ds-never-finishes", timeout: 1, onTimeout: \'UNSTABLE\'')
declarative('pipeline-wrong-secret', 'Kore.ai rejects the credentials: INCONCLUSIVE; onError decides.',
        'koreNotifyStatus requestId: "ds-passing-${env.BUILD_NUMBER}", credentialsId: \'wrong-secret\', onError: \'UNSTABLE\'')
declarative('pipeline-many-requests', 'One check of twelve requests, with errors on the way.',
        '''koreNotifyStatus name: 'Campaign', minSuccessRate: 95, failFast: false, requestIds: [
                    'ds-all-delivered', 'ds-2-of-100-failed', 'ds-one-failing', 'ds-partial-success',
                    'ds-hidden-progress', 'ds-500-three-times', 'ds-html-503-once', 'ds-truncated-once',
                    'ds-fresh', 'ds-large-campaign-1', 'ds-large-campaign-2', 'ds-large-campaign-3']''')

pipelineJob('pipeline-parallel') {
    description('Three checks of one build, told apart by the names of their branches.')
    definition {
        cps {
            sandbox()
            script('''\
parallel(
    customers: { koreNotifyStatus requestId: "ds-passing-${env.BUILD_NUMBER}", minSuccessRate: 98 },
    staff: { koreNotifyStatus requestId: "ds-unstable-${env.BUILD_NUMBER}", minSuccessRate: 98, unstableSuccessRate: 95 },
    partners: { koreNotifyStatus requestId: "ds-failing-${env.BUILD_NUMBER}", minSuccessRate: 98 })
''')
        }
    }
}

pipelineJob('pipeline-trend') {
    description('A different result in every build, for the trend.')
    definition {
        cps {
            sandbox()
            script('''\
def kind = ['passing', 'unstable', 'passing', 'passing', 'failing', 'unstable'][env.BUILD_NUMBER.toInteger() % 6]
koreNotifyStatus requestId: "ds-${kind}-${env.BUILD_NUMBER}", minSuccessRate: 98, unstableSuccessRate: 60, failFast: false
''')
        }
    }
}

pipelineJob('pipeline-send') {
    description('Sends to three recipients with a token that Jenkins signs, then checks what became of it. It needs curl.')
    definition {
        cps {
            sandbox()
            script('''\
def sent
node {
    writeFile file: 'message.json', text: """{
        "channel": "ivr",
        "message": {"type": "text", "value": "Build ${env.BUILD_NUMBER} is installed."},
        "identities": [{"email": "ann@example.com"}, {"email": "bob@example.com"}, {"email": "eve@example.com"}]
    }"""
    withCredentials([koreToken(credentialsId: 'simulated-kore', variable: 'KORE_AUTH')]) {
        sent = sh returnStdout: true, script: """
            echo "auth: \\$KORE_AUTH" | curl --fail --silent --show-error --header @- \\
                --header 'Content-Type: application/json' --data @message.json \\
                http://localhost:@port@/api/public/bot/st-demo-bot/notifyV2
        """
    }
}
koreNotifyStatus name: 'Announcement', requestId: sent
''')
        }
    }
}

pipelineJob('pipeline-decides-itself') {
    description('Reads the result of the check and decides by itself.')
    definition {
        cps {
            sandbox()
            script('''\
def check = koreNotifyStatus requestId: "ds-failing-${env.BUILD_NUMBER}", propagate: false
if (check.verdict != 'PASSED') {
    echo "${check.failed} of ${check.total} failed (success rate ${check.successRate}%): ${check.failedByReason}"
}
''')
        }
    }
}

def freestyle(String name, String about, String kind, Closure settings) {
    freeStyleJob(name) {
        description(about)
        steps {
            koreNotifyStatus {
                requestId('ds-' + kind + '-${BUILD_NUMBER}')
                settings.delegate = delegate
                settings()
            }
        }
    }
}

freestyle('freestyle-passing', '199 of 200 recipients are delivered within 20 s; 98% are required.', 'passing') {
    minSuccessRate('98')
}
freestyle('freestyle-unstable', '193 of 200 recipients are delivered: fewer than 98%, but at least 95%.', 'unstable') {
    minSuccessRate('98')
    unstableSuccessRate('95')
}
freestyle('freestyle-failing', '70 of 200 recipients fail.', 'failing') {
    minSuccessRate('98')
}
